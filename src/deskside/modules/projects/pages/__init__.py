"""The pages that customers see."""

from deskside.kernel.routing import joined
from deskside.modules.projects.pages import actions, refreshing, wechat

router = joined([actions.router, refreshing.router, wechat.router])
