package dev.writ.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Keeps the first and the last bytes of a stream in bounded memory and counts the rest. Used by one thread, read after
 * that thread is done.
 */
final class OutputCapture {
    private final byte[] head;
    private final byte[] tail;
    private int inHead;
    private long beyondHead;

    /** @param limit how many bytes to keep in all */
    OutputCapture(int limit) {
        this.head = new byte[limit / 2];
        this.tail = new byte[limit - limit / 2];
    }

    void add(byte[] bytes, int from, int length) {
        int toHead = Math.min(length, head.length - inHead);
        System.arraycopy(bytes, from, head, inHead, toHead);
        inHead += toHead;
        int at = from + toHead;
        int rest = length - toHead;
        while (rest > 0) {
            int position = (int) (beyondHead % tail.length);
            int chunk = Math.min(rest, tail.length - position);
            System.arraycopy(bytes, at, tail, position, chunk);
            beyondHead += chunk;
            at += chunk;
            rest -= chunk;
        }
    }

    /** How many bytes were not kept. */
    long leftOut() {
        return Math.max(0, beyondHead - tail.length);
    }

    /** What was kept, with a line that says how much was left out; bytes that are not UTF-8 become U+FFFD. */
    String text() {
        if (leftOut() == 0) {
            byte[] all = Arrays.copyOf(head, inHead + (int) beyondHead);
            System.arraycopy(tail, 0, all, inHead, (int) beyondHead);
            return new String(all, StandardCharsets.UTF_8);
        }
        int split = (int) (beyondHead % tail.length);
        byte[] end = new byte[tail.length];
        System.arraycopy(tail, split, end, 0, tail.length - split);
        System.arraycopy(tail, 0, end, tail.length - split, split);
        int from = 0;
        while (from < 3 && isContinuation(end[from])) {
            from++;
        }
        int to = inHead;
        for (int back = 1; back <= 3 && back <= inHead; back++) {
            byte b = head[inHead - back];
            if (!isContinuation(b)) {
                to = (b & 0x80) != 0 && length(b) > back ? inHead - back : inHead;
                break;
            }
        }
        long out = leftOut() + from + (inHead - to);
        return new String(head, 0, to, StandardCharsets.UTF_8)
                + "\n[… " + out + " bytes left out …]\n"
                + new String(end, from, end.length - from, StandardCharsets.UTF_8);
    }

    private static boolean isContinuation(byte b) {
        return (b & 0xc0) == 0x80;
    }

    /** Length in bytes of the character that starts with this byte. */
    private static int length(byte first) {
        return (first & 0xe0) == 0xc0 ? 2 : (first & 0xf0) == 0xe0 ? 3 : (first & 0xf8) == 0xf0 ? 4 : 1;
    }
}
