package dev.writ.prediction;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What a task taught: for each offer that could have been meant, its features as they were before the task was known, and
 * whether the task used it.
 */
@SuppressWarnings("ArrayRecordComponent") // Thousands are kept; nobody changes them.
record Rows(List<float[]> features, boolean[] used) {
    /** In the bytes of the database: number of rows, then each row's label and features. */
    byte[] bytes() {
        ByteBuffer buffer = ByteBuffer.allocate(4 + features.size() * (1 + 4 * Feature.count()));
        buffer.putInt(features.size());
        for (int i = 0; i < features.size(); i++) {
            buffer.put((byte) (used[i] ? 1 : 0));
            for (float value : features.get(i)) {
                buffer.putFloat(value);
            }
        }
        return buffer.array();
    }

    /** @throws IllegalArgumentException where these are no rows of this version */
    static Rows read(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int count = bytes.length < 4 ? -1 : buffer.getInt();
        if (count < 0 || bytes.length != 4 + (long) count * (1 + 4 * Feature.count())) {
            throw new IllegalArgumentException("These are not the rows of an example.");
        }
        List<float[]> features = new ArrayList<>();
        boolean[] used = new boolean[count];
        for (int i = 0; i < count; i++) {
            used[i] = buffer.get() == 1;
            float[] row = new float[Feature.count()];
            for (int j = 0; j < row.length; j++) {
                row[j] = buffer.getFloat();
            }
            features.add(row);
        }
        return new Rows(features, used);
    }
}
