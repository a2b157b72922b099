package dev.writ.sandbox.network;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A service on this machine's loopback: says one thing to each connection, and keeps what it hears until that ends. */
final class TestingService implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 16, InetAddress.getByName("127.0.0.1"));
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final byte[] says;
    private final boolean afterHearing;

    /** @param afterHearing whether it waits for the first bytes of the other side, and ends when it has answered */
    TestingService(byte[] says, boolean afterHearing) throws IOException {
        this.says = says;
        this.afterHearing = afterHearing;
        Thread.ofVirtual().start(this::listen);
    }

    static TestingService answering(String text) throws IOException {
        return new TestingService(text.getBytes(StandardCharsets.ISO_8859_1), true);
    }

    int port() {
        return server.getLocalPort();
    }

    /** What one connection brought, from its beginning to its end. */
    String heard() throws InterruptedException {
        String text = heard.poll(20, TimeUnit.SECONDS);
        return text == null ? "nothing was heard" : text;
    }

    /** What the connections brought that have ended by now. */
    List<String> heardByNow() {
        return List.copyOf(heard);
    }

    private void listen() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                // Closed.
            }
        }
    }

    private void serve(Socket socket) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (socket) {
            InputStream stream = socket.getInputStream();
            byte[] buffer = new byte[4096];
            if (!afterHearing) {
                socket.getOutputStream().write(says);
            }
            boolean answered = !afterHearing;
            for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
                bytes.write(buffer, 0, n);
                if (!answered) {
                    socket.getOutputStream().write(says);
                    socket.shutdownOutput();
                    answered = true;
                }
            }
        } catch (IOException e) {
            // The other side went away: what came until then was heard.
        } finally {
            heard.add(bytes.toString(StandardCharsets.ISO_8859_1));
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
