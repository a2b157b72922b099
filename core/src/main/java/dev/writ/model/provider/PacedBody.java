package dev.writ.model.provider;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A response body as a stream whose reader waits only so long for the next bytes. The JDK's own streams wait for ever once
 * the headers are in. Closing it ends the connection. For one reading thread; its interruption ends a wait.
 */
final class PacedBody extends InputStream implements Flow.Subscriber<List<ByteBuffer>> {
    /** What arrived: bytes, the end, or an error. */
    private sealed interface Arrival {
        record Bytes(List<ByteBuffer> buffers) implements Arrival {}

        record End() implements Arrival {}

        record Broken(Throwable cause) implements Arrival {}
    }

    private final Duration silence;
    private final long deadline;
    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private final Queue<ByteBuffer> ready = new ArrayDeque<>();
    private volatile Flow.Subscription subscription = new NoSubscription();
    private volatile boolean closed;
    private boolean ended;

    private static final class NoSubscription implements Flow.Subscription {
        @Override
        public void request(long count) {
            // Nothing was subscribed to yet.
        }

        @Override
        public void cancel() {
            // Nothing was subscribed to yet.
        }
    }

    /**
     * @param silence longest wait for the next bytes
     * @param whole longest time from now for the whole body
     */
    PacedBody(Duration silence, Duration whole) {
        this.silence = silence;
        this.deadline = System.nanoTime() + whole.toNanos();
    }

    @Override
    public void onSubscribe(Flow.Subscription offered) {
        subscription = offered;
        if (closed) {
            offered.cancel();
        } else {
            offered.request(1);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        arrivals.add(new Arrival.Bytes(buffers));
    }

    @Override
    public void onError(Throwable cause) {
        arrivals.add(new Arrival.Broken(cause));
    }

    @Override
    public void onComplete() {
        arrivals.add(new Arrival.End());
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (ready.isEmpty() && !ended) {
            take();
        }
        ByteBuffer first = ready.peek();
        if (first == null) {
            return -1;
        }
        int count = Math.min(length, first.remaining());
        first.get(target, offset, count);
        if (!first.hasRemaining()) {
            ready.remove();
        }
        return count;
    }

    private void take() throws IOException {
        switch (await()) {
            case Arrival.Bytes bytes -> {
                bytes.buffers().stream().filter(ByteBuffer::hasRemaining).forEach(ready::add);
                subscription.request(1);
            }
            case Arrival.End ignored -> ended = true;
            case Arrival.Broken broken -> throw new IOException(broken.cause());
        }
    }

    private Arrival await() throws IOException {
        long left = Math.min(silence.toNanos(), deadline - System.nanoTime());
        try {
            Arrival next = arrivals.poll(Math.max(left, 0), TimeUnit.NANOSECONDS);
            if (next == null) {
                throw new HttpTimeoutException("no more bytes in time");
            }
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    @Override
    public void close() {
        closed = true;
        subscription.cancel();
    }
}
