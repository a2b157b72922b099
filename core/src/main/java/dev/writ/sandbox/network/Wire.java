package dev.writ.sandbox.network;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/** One end of a connection. One thread may read from it while another writes. */
final class Wire implements AutoCloseable {
    private static final int BUFFER = 32 << 10;

    private final SocketChannel channel;
    private final Watch watch;
    private final AtomicLong written = new AtomicLong();
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).limit(0);

    Wire(SocketChannel channel, Watch watch) {
        this.channel = channel;
        this.watch = watch;
    }

    /** How many bytes went out here. */
    long written() {
        return written.get();
    }

    /** Makes sure that something is there to be taken; false at the end. */
    boolean fill() throws IOException {
        if (buffer.hasRemaining()) {
            return true;
        }
        buffer.clear();
        int read = channel.read(buffer);
        buffer.flip();
        return read > 0;
    }

    /** Up to the empty line, without it. */
    String head(int most) throws IOException, Refused {
        StringBuilder head = new StringBuilder();
        while (!endsHead(head)) {
            if (head.length() >= most) {
                throw Refused.malformed("its head is longer than " + most + " bytes");
            }
            head.append((char) next());
        }
        return head.substring(0, head.length() - 4);
    }

    private static boolean endsHead(StringBuilder head) {
        int end = head.length();
        return end >= 4
                && head.charAt(end - 1) == '\n'
                && head.charAt(end - 2) == '\r'
                && head.charAt(end - 3) == '\n'
                && head.charAt(end - 4) == '\r';
    }

    /** Up to the end of the line, without it. */
    String line(int most) throws IOException, Refused {
        StringBuilder line = new StringBuilder();
        while (line.length() < 2 || line.lastIndexOf("\r\n") != line.length() - 2) {
            if (line.length() >= most) {
                throw Refused.malformed("a line of its body is too long");
            }
            line.append((char) next());
        }
        return line.substring(0, line.length() - 2);
    }

    private int next() throws IOException {
        if (!fill()) {
            throw new IOException("The other side ended in the middle.");
        }
        return buffer.get() & 0xff;
    }

    /** Adds what is there to what was taken before. */
    void takeInto(ByteArrayOutputStream into) {
        into.write(buffer.array(), buffer.position(), buffer.remaining());
        buffer.position(buffer.limit());
    }

    /** Sends exactly this many bytes on. */
    void copyTo(Wire other, long bytes) throws IOException {
        for (long left = bytes; left > 0; ) {
            if (!fill()) {
                throw new IOException("The other side ended in the middle.");
            }
            int now = (int) Math.min(left, buffer.remaining());
            other.write(buffer.slice(buffer.position(), now));
            buffer.position(buffer.position() + now);
            left -= now;
        }
    }

    /** Sends everything on until the other side says no more, and says so. */
    void copyTo(Wire other) throws IOException {
        while (fill()) {
            other.write(buffer);
        }
        other.channel.shutdownOutput();
    }

    void write(String text) throws IOException {
        write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void write(byte[] bytes) throws IOException {
        write(ByteBuffer.wrap(bytes));
    }

    private void write(ByteBuffer bytes) throws IOException {
        int size = bytes.remaining();
        watch.moved(size);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        written.addAndGet(size);
        watch.moved(0);
    }

    @Override
    public void close() {
        closeQuietly(channel);
    }

    static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // Nothing more can be done with it anyway.
        }
    }
}
