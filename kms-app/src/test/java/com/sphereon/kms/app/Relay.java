package com.sphereon.kms.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A port before a backend, which can look as if the backend were not there. It is never given up, so that nobody else gets it.
 * Changed by one thread.
 */
final class Relay implements AutoCloseable {
    private static final int BACKLOG = 200;

    private final InetSocketAddress target;
    private final InetSocketAddress address;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    /** Holds the port while nobody listens: to bind is not to listen. */
    private Socket holder = new Socket();

    private ServerSocket server = new ServerSocket();
    private Thread acceptor = Thread.ofVirtual().start(() -> {});

    /** How it meets callers. */
    enum State {
        /** Nobody listens: connections are refused. */
        CLOSED,
        /** Connections are made, and then nothing more happens. */
        SILENT,
        /** As if the backend itself listened here. */
        OPEN
    }

    /** @param url of the backend; closed at first */
    Relay(String url) throws IOException {
        URI uri = URI.create(url);
        target = new InetSocketAddress(uri.getHost(), uri.getPort());
        holder.setReuseAddress(true);
        holder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        address = (InetSocketAddress) holder.getLocalSocketAddress();
    }

    /** Where it is, without a path. */
    String url() {
        return "http://127.0.0.1:" + address.getPort();
    }

    void be(State state) {
        try {
            stop();
            if (state == State.CLOSED) {
                holder = new Socket();
                holder.setReuseAddress(true);
                holder.bind(address);
                return;
            }
            server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(address, BACKLOG);
            if (state == State.OPEN) {
                ServerSocket listening = server;
                acceptor = Thread.ofVirtual().name("relay").start(() -> accept(listening));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void stop() throws IOException {
        server.close();
        holder.close();
        try {
            acceptor.join(); // until it has ended, the port is open still
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Socket connection : connections) {
            connection.close();
        }
    }

    private void accept(ServerSocket listening) {
        while (!listening.isClosed()) {
            try {
                Socket caller = listening.accept();
                Socket backend = new Socket(target.getAddress(), target.getPort());
                pump(caller, backend);
                pump(backend, caller);
            } catch (IOException e) {
                // no longer open, or a caller that was gone before it came
            }
        }
    }

    private void pump(Socket from, Socket to) {
        connections.add(from);
        Thread.ofVirtual().name("relay's connection").start(() -> {
            try (from;
                    to) {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                in.transferTo(out);
            } catch (IOException e) {
                // one of them went away, and then so does the other
            } finally {
                connections.remove(from);
            }
        });
    }

    @Override
    public void close() {
        try {
            stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
