package dev.writ.event.audit;

import dev.writ.event.merkle.TreeHash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.LongConsumer;

/**
 * What events told last of each row: some 100 bytes a row, for there may be millions. Rows are named by half a SHA-256. For
 * use by one thread.
 */
final class ToldRows {
    private static final int NAME = 16;
    private static final int SALT = 16;
    private static final int ENTRY = NAME + SALT + TreeHash.LENGTH + Long.BYTES + 2;
    private static final int CHUNK = 4_096;

    private byte[][] chunks = new byte[16][];
    private int[] places = new int[1 << 12];
    private int count;

    /** What became of a row in comparison with what was told of it. */
    enum Answer {
        AS_TOLD,
        OTHER,
        NEVER_TOLD
    }

    /** @param hash hex; empty for a row that is gone */
    void tell(String table, String row, byte[] salt, String hash, long seq) {
        byte[] name = name(table, row);
        int place = find(name);
        if (places[place] == 0) {
            if (count >= places.length / 2) {
                grow();
                place = find(name);
            }
            int chunk = count / CHUNK;
            if (chunk == chunks.length) {
                chunks = Arrays.copyOf(chunks, chunk * 2);
            }
            if (chunks[chunk] == null) {
                chunks[chunk] = new byte[CHUNK * ENTRY];
            }
            places[place] = ++count;
        }
        ByteBuffer entry = entry(places[place] - 1);
        entry.put(name).put(Arrays.copyOf(salt, SALT));
        entry.put(Arrays.copyOf(bytes(hash), TreeHash.LENGTH)).putLong(seq);
        // Whether the salt was there, and whether the row is; and that nobody has seen the row yet.
        entry.put((byte) ((salt.length == SALT ? 1 : 0) | (hash.isEmpty() ? 2 : 0)))
                .put((byte) 0);
    }

    private static byte[] bytes(String hash) {
        try {
            return HexFormat.of().parseHex(hash);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    /** Compares a row that is there; the number of the event that told of it last goes to the consumer. */
    Answer compare(String table, String row, byte[] form, LongConsumer toldBy) {
        int place = find(name(table, row));
        if (places[place] == 0) {
            return Answer.NEVER_TOLD;
        }
        ByteBuffer entry = entry(places[place] - 1);
        byte[] salt = new byte[SALT];
        byte[] hash = new byte[TreeHash.LENGTH];
        entry.position(NAME).get(salt).get(hash);
        toldBy.accept(entry.getLong());
        byte form0 = entry.get();
        entry.put((byte) 1);
        byte[] found = TreeHash.of((form0 & 1) == 1 ? salt : new byte[0], form);
        return (form0 & 2) == 0 && Arrays.equals(found, hash) ? Answer.AS_TOLD : Answer.OTHER;
    }

    /** The numbers of the events that told last of rows which nobody has compared, and which should be there. */
    void eachUnseen(LongConsumer toldBy) {
        for (int i = 0; i < count; i++) {
            ByteBuffer entry = entry(i).position(NAME + SALT + TreeHash.LENGTH);
            long seq = entry.getLong();
            if ((entry.get() & 2) == 0 && entry.get() == 0) {
                toldBy.accept(seq);
            }
        }
    }

    /** Whether that event told last of that row, and nobody has compared it. */
    boolean unseen(String table, String row, long seq) {
        int place = find(name(table, row));
        if (places[place] == 0) {
            return false;
        }
        ByteBuffer entry = entry(places[place] - 1).position(NAME + SALT + TreeHash.LENGTH);
        return entry.getLong() == seq && (entry.get() & 2) == 0 && entry.get() == 0;
    }

    private ByteBuffer entry(int index) {
        return ByteBuffer.wrap(chunks[index / CHUNK], index % CHUNK * ENTRY, ENTRY)
                .slice();
    }

    private static byte[] name(String table, String row) {
        byte[] hash =
                TreeHash.of((table + "\n").getBytes(StandardCharsets.UTF_8), row.getBytes(StandardCharsets.UTF_8));
        return Arrays.copyOf(hash, NAME);
    }

    private int find(byte[] name) {
        int mask = places.length - 1;
        int place = ByteBuffer.wrap(name).getInt() & mask;
        while (places[place] != 0) {
            int index = places[place] - 1;
            int from = index % CHUNK * ENTRY;
            if (Arrays.equals(chunks[index / CHUNK], from, from + NAME, name, 0, NAME)) {
                break;
            }
            place = (place + 1) & mask;
        }
        return place;
    }

    private void grow() {
        places = new int[places.length * 2];
        byte[] name = new byte[NAME];
        for (int i = 0; i < count; i++) {
            entry(i).get(name);
            places[find(name)] = i + 1;
        }
    }
}
