package dev.writ.sandbox.network;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Semaphore;

/**
 * A program that runs inside the box: passes what comes to a port of its loopback on to the proxy's socket, and back.
 * It decides nothing and can do nothing that the command could not do itself; programs just know proxies by a port only.
 * One class without others of Writ, and without lambdas, which would double the time that it takes to start.
 */
public final class Relay implements Runnable {
    /** What it says once it listens. */
    static final String LISTENING = "listening";

    private static final int MOST_CONNECTIONS = 64;
    private static final int STACK = 128 << 10;
    private static final int BUFFER = 16 << 10;

    private final SocketChannel from;
    private final SocketChannel to;
    private final Semaphore places;
    private final boolean back;

    private Relay(SocketChannel from, SocketChannel to, Semaphore places, boolean back) {
        this.from = from;
        this.to = to;
        this.places = places;
        this.back = back;
    }

    /** @param arguments the port, and the path of the proxy's socket */
    public static void main(String[] arguments) throws Exception {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(loopback, Integer.parseInt(arguments[0])), MOST_CONNECTIONS);
        UnixDomainSocketAddress proxy = UnixDomainSocketAddress.of(arguments[1]);
        Semaphore places = new Semaphore(MOST_CONNECTIONS);
        System.out.print(LISTENING);
        // The command is started once both are closed, and its own streams end with it alone.
        System.out.close();
        System.err.close();
        while (true) {
            places.acquire();
            connect(server.accept(), proxy, places);
        }
    }

    private static void connect(SocketChannel client, UnixDomainSocketAddress proxy, Semaphore places)
            throws IOException {
        try {
            SocketChannel outside = SocketChannel.open(proxy);
            start(new Relay(client, outside, places, false));
            start(new Relay(outside, client, places, true));
        } catch (IOException e) {
            client.close();
            places.release();
        }
    }

    private static void start(Relay direction) {
        Thread thread = new Thread(null, direction, "relay", STACK);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void run() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
        try {
            while (from.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
                buffer.clear();
            }
            to.shutdownOutput();
        } catch (IOException e) {
            closeBoth();
        }
        if (back) {
            closeBoth();
            places.release();
        }
    }

    private void closeBoth() {
        close(from);
        close(to);
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // Nothing more can be done with it anyway.
        }
    }
}
