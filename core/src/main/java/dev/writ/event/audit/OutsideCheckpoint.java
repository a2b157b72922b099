package dev.writ.event.audit;

import java.util.ArrayList;
import java.util.List;

/**
 * A checkpoint that is kept outside of the database.
 *
 * @param where as part of a sentence, for instance a file's name
 */
public record OutsideCheckpoint(String where, String note) {
    private static final String SIGNED_BY = "\u2014 ";

    /** The checkpoints of a file in which they stand one after the other, as a witness's file has them. */
    public static List<OutsideCheckpoint> read(String where, String text) {
        List<OutsideCheckpoint> read = new ArrayList<>();
        StringBuilder note = new StringBuilder();
        boolean signed = false;
        for (String line : text.split("\n")) {
            if (signed && !line.startsWith(SIGNED_BY)) {
                read.add(new OutsideCheckpoint(where, note.toString()));
                note.setLength(0);
                signed = false;
                if (line.isBlank()) {
                    continue;
                }
            }
            note.append(line).append('\n');
            signed = line.startsWith(SIGNED_BY);
        }
        if (!note.toString().isBlank()) {
            read.add(new OutsideCheckpoint(where, note.toString()));
        }
        return read;
    }
}
