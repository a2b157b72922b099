package dev.writ.mcp.client;

import dev.writ.mcp.json.StrictJson;
import dev.writ.mcp.rpc.RequestId;
import dev.writ.mcp.rpc.Rpc;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import tools.jackson.databind.node.ObjectNode;

/**
 * A server that reads messages from a stream and writes them to another, one a line. A server that does not read holds
 * nobody back: what is to be sent waits in a queue, and where that is full the server counts as gone.
 */
public final class StdioChannel implements Channel {
    private static final int MOST_WAITING = 256;

    // Reading and writing may be stuck in the kernel, which a thread of the machine's own is for.
    private final InputStream fromServer;
    private final OutputStream toServer;
    private final BlockingQueue<byte[]> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Thread writer;
    private volatile boolean closed;

    /** Both streams are closed with the channel. */
    public StdioChannel(InputStream fromServer, OutputStream toServer) {
        this.fromServer = fromServer;
        this.toServer = toServer;
        this.writer = Thread.ofPlatform().daemon().name("mcp-client-writer").unstarted(this::write);
    }

    @Override
    public void open(Receiver receiver) {
        writer.start();
        Thread.ofPlatform().daemon().name("mcp-client-reader").start(() -> read(receiver));
    }

    private void read(Receiver receiver) {
        try {
            ByteLines lines = new ByteLines(fromServer, Inbound.LARGEST);
            for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
                if (line.get().length > 0) {
                    receiver.take(Inbound.message(line.get()));
                }
            }
            receiver.ended(new ServerFailure(ServerFailure.Kind.CLOSED, "It ended its output."));
        } catch (ServerFailure e) {
            receiver.ended(e);
        } catch (IOException e) {
            receiver.ended(new ServerFailure(ServerFailure.Kind.CLOSED, "Its output could not be read."));
        }
    }

    private void write() {
        try {
            while (!closed) {
                toServer.write(waiting.take());
                if (waiting.isEmpty()) {
                    toServer.flush();
                }
            }
        } catch (IOException e) {
            // Its output ends, too, and says so.
            close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void request(RequestId id, String method, ObjectNode params, Map<String, String> headers) {
        send(Rpc.request(id, method, params));
    }

    @Override
    public void send(ObjectNode message) {
        byte[] json = StrictJson.bytes(message);
        byte[] line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        if (closed) {
            throw new ServerFailure(ServerFailure.Kind.CLOSED, "The connection has ended.");
        }
        if (!waiting.offer(line)) {
            close();
            throw new ServerFailure(ServerFailure.Kind.SILENT, "It does not read what it is sent.");
        }
    }

    @Override
    public void cancel(RequestId id) {
        send(Cancellation.of(id));
    }

    @Override
    public void begun(String revision) {}

    @Override
    public void close() {
        closed = true;
        writer.interrupt();
        // Closing may wait for a write or a read that is stuck.
        Thread.ofVirtual().name("mcp-client-close").start(() -> {
            closeQuietly(toServer);
            closeQuietly(fromServer);
        });
    }

    private static void closeQuietly(AutoCloseable stream) {
        try {
            stream.close();
        } catch (Exception e) {
            System.getLogger(StdioChannel.class.getName())
                    .log(System.Logger.Level.DEBUG, "A server's stream was closed already.", e);
        }
    }
}
