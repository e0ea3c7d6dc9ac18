"""Tables of members, and the views of the warehouse."""

from deskside.modules.members.models.own import AiCache, CoachTask, Note, PhoneReveal, RetentionClue

__all__ = ["AiCache", "CoachTask", "Note", "PhoneReveal", "RetentionClue"]
