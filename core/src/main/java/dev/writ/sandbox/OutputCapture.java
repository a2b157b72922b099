package dev.writ.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Keeps the first and the last bytes of a stream in bounded memory and counts the rest. Safe for use by many threads.
 */
final class OutputCapture {
    /** The longest secret of a known form that stands on one line. */
    private static final int LONGEST_SECRET = 4096;

    private final byte[] head;
    private final byte[] tail;
    private int inHead;
    private long beyondHead;

    /** How far from the cut nothing is told: a secret that the cut went through would not be known by its form. */
    private final int margin;

    /** @param limit how many bytes to keep in all */
    OutputCapture(int limit) {
        this(limit, Math.min(LONGEST_SECRET, limit / 16));
    }

    OutputCapture(int limit, int margin) {
        this.margin = margin;
        this.head = new byte[limit / 2];
        this.tail = new byte[limit - limit / 2];
    }

    synchronized void add(byte[] bytes, int from, int length) {
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

    /** Reads a stream to its end. */
    void addAll(InputStream stream) throws IOException {
        byte[] buffer = new byte[8192];
        for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
            add(buffer, 0, n);
        }
    }

    /** How many bytes were not kept. */
    synchronized long leftOut() {
        return Math.max(0, beyondHead - tail.length);
    }

    /**
     * What was kept, with a line that says how much was left out; the lines that the cut went through are left out too, as
     * far as a secret can reach. Bytes that are not UTF-8 become U+FFFD. Of what is no text only the size is said.
     */
    synchronized String text() {
        byte[] kept = kept();
        if (isBinary(kept)) {
            return "[" + (kept.length + leftOut()) + " bytes that are no text]\n";
        }
        if (leftOut() == 0) {
            return new String(kept, StandardCharsets.UTF_8);
        }
        int to = endOfHead(kept);
        int from = startOfTail(kept);
        long out = leftOut() + from - to;
        return new String(kept, 0, to, StandardCharsets.UTF_8)
                + "\n[… " + out + " bytes left out …]\n"
                + new String(kept, from, kept.length - from, StandardCharsets.UTF_8);
    }

    private byte[] kept() {
        int inTail = (int) Math.min(beyondHead, tail.length);
        byte[] kept = Arrays.copyOf(head, inHead + inTail);
        int split = leftOut() == 0 ? 0 : (int) (beyondHead % tail.length);
        System.arraycopy(tail, split, kept, inHead, inTail - split);
        System.arraycopy(tail, 0, kept, inHead + inTail - split, split);
        return kept;
    }

    /** After the last line end within the margin, else at the margin, never inside a character. */
    private int endOfHead(byte[] kept) {
        for (int at = inHead; at > inHead - margin; at--) {
            if (kept[at - 1] == '\n') {
                return at;
            }
        }
        int to = inHead - margin;
        for (int back = 1; back <= 3 && back <= to; back++) {
            byte b = kept[to - back];
            if (!isContinuation(b)) {
                return (b & 0x80) != 0 && length(b) > back ? to - back : to;
            }
        }
        return to;
    }

    private int startOfTail(byte[] kept) {
        for (int at = inHead; at < inHead + margin; at++) {
            if (kept[at] == '\n') {
                return at + 1;
            }
        }
        int from = inHead + margin;
        for (int i = 0; i < 3 && from < kept.length && isContinuation(kept[from]); i++) {
            from++;
        }
        return from;
    }

    /** Whether more than one character in ten is one that no text has, or is not UTF-8. */
    private static boolean isBinary(byte[] kept) {
        String text = new String(kept, StandardCharsets.UTF_8);
        long strange = text.chars()
                .filter(c -> c == 0xfffd || (c < 0x20 && "\t\n\r\f\b\007\033".indexOf(c) < 0))
                .count();
        return strange * 10 > text.length();
    }

    private static boolean isContinuation(byte b) {
        return (b & 0xc0) == 0x80;
    }

    /** Length in bytes of the character that starts with this byte. */
    private static int length(byte first) {
        return (first & 0xe0) == 0xc0 ? 2 : (first & 0xf0) == 0xe0 ? 3 : (first & 0xf8) == 0xf0 ? 4 : 1;
    }
}
