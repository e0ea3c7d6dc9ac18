"""A TCP proxy that can freeze and refuse, to stand between a foreign server and its warehouse."""

import socket
import threading
from contextlib import suppress


class Proxy:
    """Passes bytes between its port and `target` unless frozen; what waits then is passed on at the thaw."""

    def __init__(self, target: tuple[str, int]) -> None:
        self._target = target
        self._flowing = threading.Event()
        self._flowing.set()
        self._ends: list[socket.socket] = []
        self._listener = self._listen(0)
        self.port: int = self._listener.getsockname()[1]

    def freeze(self) -> None:
        """Pass nothing on; connections stay open, and new ones are taken."""
        self._flowing.clear()

    def thaw(self) -> None:
        """Pass on what waited."""
        self._flowing.set()

    def refuse(self) -> None:
        """Take no connection, and end those that are open."""
        # shutdown, for a close alone would leave the accepting thread inside accept.
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut()

    def cut(self) -> None:
        """End the connections that are open."""
        ends, self._ends = self._ends, []
        for end in ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def accept_again(self) -> None:
        """Listen at the same port as before."""
        self._listener = self._listen(self.port)

    def close(self) -> None:
        """End everything."""
        self.thaw()
        self.refuse()

    def _listen(self, port: int) -> socket.socket:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen(64)
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()
        return listener

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                near, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._connect, args=(near,), daemon=True).start()

    def _connect(self, near: socket.socket) -> None:
        self._flowing.wait()
        with near, suppress(OSError), socket.create_connection(self._target) as far:
            self._ends += [near, far]
            back = threading.Thread(target=self._pass_on, args=(far, near), daemon=True)
            back.start()
            self._pass_on(near, far)
            back.join()

    def _pass_on(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while data := one.recv(65_536):
                self._flowing.wait()
                other.sendall(data)
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
