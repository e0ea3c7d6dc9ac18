"""Logs: one JSON object a line on stderr, with request and job ids, and nothing that must not be said."""

import json
import logging
import sys
import threading
from contextlib import AbstractContextManager
from types import TracebackType
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from deskside.kernel.redaction import redact_item, redact_text

QUIET = ("httpx2", "httpcore2", "sqlalchemy.engine", "asyncio", "python_multipart")
SERVERS = ("uvicorn", "uvicorn.error", "uvicorn.access")
OUR_WORDS = frozenset({"event", "level", "logger", "timestamp"})

log = structlog.get_logger(__name__)


class JsonLines(logging.StreamHandler[TextIO]):
    """A handler that, when a line cannot be written, says so without repeating what was in it."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging calls it so
        """Name the logger; the record itself may hold secrets."""
        line = json.dumps({"event": "logs.unwritable", "logger": record.name, "level": "error"})
        try:
            self.stream.write(f"{line}\n")
        except (OSError, ValueError):
            return


def configure_logs(level: str = "INFO", stream: TextIO | None = None) -> None:
    """Send our events and every library's messages of `level` and above to `stream` (default: stderr).

    Uncaught exceptions of the process and of its threads go there too. Give uvicorn `log_config=None`.
    """
    handler = JsonLines(stream or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*_ids(), structlog.stdlib.ExtraAdder()],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                _without_secrets,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    structlog.configure(
        processors=[*_ids(), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    _take_over(handler, level)


def context(**ids: str | int) -> AbstractContextManager[None]:
    """Inside this `with` block every line, by any logger, carries the ids."""
    return structlog.contextvars.bound_contextvars(**ids)


def _ids() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]


def _take_over(handler: logging.Handler, level: str) -> None:
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in SERVERS:
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(capture=True)
    sys.excepthook = _crashed
    threading.excepthook = _thread_crashed


def _without_secrets(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    try:
        return {
            redact_text(key): redact_text(str(value)) if key in OUR_WORDS else redact_item(key, value)
            for key, value in event.items()
        }
    except Exception as error:  # noqa: BLE001 - a line that cannot be cleaned is not written at all
        return {"event": "logs.unredactable", "error": type(error).__name__}


def _crashed(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    log.critical("process.crashed", exc_info=(kind, error, trace))


def _thread_crashed(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None and args.exc_type is not SystemExit:
        name = args.thread.name if args.thread else "?"
        log.critical(
            "thread.crashed", thread=name, exc_info=(args.exc_type, args.exc_value, args.exc_traceback)
        )
