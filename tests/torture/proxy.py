"""A TCP proxy that fails as networks do: between the roles of the product and their servers."""

import contextlib
import selectors
import socket
import threading
import time

FAULTS = ("cut", "refuse", "stall", "swallow", "slow", "half")


class Proxy:
    """Passes bytes to 127.0.0.1:port. One thread; a fault holds for a time, then all is well.

    cut      every connection is reset, new ones are taken
    refuse   every connection is reset, new ones are closed at once
    stall    no byte moves, nothing is closed
    swallow  bytes of the server are lost, then its connections are reset
    slow     each piece waits
    half     the server's side is closed, the client's stays open without an answer
    """

    def __init__(self, port):
        self.target = port
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.listener.setblocking(False)
        self.port = self.listener.getsockname()[1]
        self.lock = threading.Lock()
        self.fault = None
        self.until = 0.0
        self.fresh = False
        self.pairs = {}  # socket -> its other end, None when that is closed
        self.servers = set()
        self.stopping = False
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def fail(self, fault, seconds):
        with self.lock:
            self.fault, self.until, self.fresh = fault, time.monotonic() + seconds, True

    def stop(self):
        self.stopping = True
        self.thread.join()

    # --- its thread -----------------------------------------------------------------------------

    def run(self):
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.listener, selectors.EVENT_READ)
        last = None
        while not self.stopping:
            with self.lock:
                fault = self.fault if time.monotonic() < self.until else None
                fresh, self.fresh = self.fresh, False
            if last == "half" and fault != "half":
                self.close_all()  # else those without another end wait for ever
            last = fault
            if fresh and fault in ("cut", "refuse"):
                self.close_all()
            if fresh and fault == "half":
                for server in list(self.servers):
                    self.close(server, with_client=False)
            if fault == "stall":
                time.sleep(0.05)
                continue
            for key, _ in self.selector.select(0.05):
                if key.fileobj is self.listener:
                    self.accept(fault)
                elif key.fileobj in self.pairs:
                    self.move(key.fileobj, fault)
        self.close_all()
        self.listener.close()

    def accept(self, fault):
        with contextlib.suppress(OSError):
            client, _ = self.listener.accept()
            if fault == "refuse":
                client.close()
                return
            if fault == "half":
                self.pairs[client] = None
                self.selector.register(client, selectors.EVENT_READ)
                return
            try:
                server = socket.create_connection(("127.0.0.1", self.target), timeout=1)
            except OSError:
                client.close()
                return
            self.pairs[client], self.pairs[server] = server, client
            self.servers.add(server)
            for end in (client, server):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                end.settimeout(5)
                self.selector.register(end, selectors.EVENT_READ)

    def move(self, source, fault):
        try:
            data = source.recv(65536)
        except OSError:
            data = b""
        other = self.pairs[source]
        if not data or fault == "swallow" and source in self.servers:
            self.close(source)
        elif other is not None:
            if fault == "slow":
                time.sleep(0.01)
            try:
                other.sendall(data)
            except OSError:
                self.close(source)

    def close(self, end, with_client=True):
        other = self.pairs.pop(end, None)
        self.servers.discard(end)
        with contextlib.suppress(KeyError, ValueError):
            self.selector.unregister(end)
        end.close()
        if other is None or other not in self.pairs:
            return
        if with_client:
            self.pairs[other] = None
            self.close(other)
        else:
            self.pairs[other] = None

    def close_all(self):
        for end in list(self.pairs):
            if end in self.pairs:
                self.close(end)
