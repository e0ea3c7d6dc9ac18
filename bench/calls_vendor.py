"""A vendor for benches, in a process of its own: pages encoded once, answered after a fixed delay."""

import asyncio
import sys

PAGE = 1000


def record(number: int) -> str:
    """One call, as the vendor writes it."""
    grade = ("9元", "1元", "", "未接受")[number % 4]
    fields = (
        f'"id":"c{number:09d}","taskId":"{number % 5 + 301}","TaskName":"新套餐邀约","city":"广州"',
        f'"callTime":{1_790_730_000 + number % 40_000},"duration":{number % 300},"isCall":{number % 2}',
        f'"phone":"139{number % 10**8:08d}","grade":"{grade}","hangupReason":"正常挂机","province":"广东"',
        f'"deviceId":"d{number % 30}","deviceName":"坐席{number % 30}","userId":"80{number % 30:02d}"',
    )
    return f"{{{','.join(fields)}}}"


def page(number: int, total: int) -> bytes:
    """The whole answer, head and body."""
    rows = ",".join(record(n) for n in range((number - 1) * PAGE, min(number * PAGE, total)))
    body = f'{{"code":200,"data":{{"data":[{rows}],"totalCount":{total}}}}}'.encode()
    return b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%s" % (
        len(body),
        body,
    )


TOKEN = b'{"code":200,"data":{"token":"t"}}'
TOKEN_ANSWER = b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n%s" % (len(TOKEN), TOKEN)


class Vendor(asyncio.Protocol):
    """One connection."""

    pages: dict[int, bytes]
    total: int
    delay: float

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        line = data.split(b"\r\n", 1)[0].decode()
        if "/token" in line:
            self._write(TOKEN_ANSWER)
            return
        number = int(line.split("page=")[1].split("&")[0].split(" ")[0])
        loop = asyncio.get_running_loop()
        # The time that the answer itself takes is part of the delay, as it would be of a far vendor's.
        answer = self.pages.get(number) or page(number, self.total)
        loop.call_later(self.delay, self._write, answer)

    def _write(self, answer: bytes) -> None:
        self._transport.write(answer)  # type: ignore[attr-defined]


async def main(total: int, delay: float, *, encode_first: bool) -> None:
    """Answer until killed; the port is the first line of output."""
    count = -(-total // PAGE)
    Vendor.total, Vendor.delay = total, delay
    Vendor.pages = {number: page(number, total) for number in range(1, count + 1)} if encode_first else {}
    server = await asyncio.get_running_loop().create_server(Vendor, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), float(sys.argv[2]), encode_first=len(sys.argv) == 3))
