package dev.writ.model.embedding;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** What a text means to an embedding model: finite numbers, brought to length 1. Never changed. */
public final class Vector {
    private static final int BYTES = Float.BYTES;

    private final float[] numbers;

    private Vector(float[] numbers) {
        this.numbers = numbers;
    }

    /** The direction of these numbers; empty where they have none: no numbers, only zeros, or one that is not finite. */
    public static Optional<Vector> of(double[] numbers) {
        double squares = 0;
        for (double number : numbers) {
            squares += number * number;
        }
        double length = Math.sqrt(squares);
        if (!Double.isFinite(length) || length < Float.MIN_NORMAL) {
            return Optional.empty();
        }
        float[] scaled = new float[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            scaled[i] = (float) (numbers[i] / length);
        }
        return Optional.of(new Vector(scaled));
    }

    /** What {@link #toBytes} gave. */
    public static Vector ofBytes(byte[] bytes) {
        float[] numbers = new float[bytes.length / BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(numbers);
        return new Vector(numbers);
    }

    /** Four bytes for each number, the lowest first (IEEE 754). */
    public byte[] toBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length * BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(numbers);
        return bytes.array();
    }

    public int dimension() {
        return numbers.length;
    }

    /** Cosine of the angle between two vectors of the same dimension, from -1 to 1. */
    public double cosine(Vector other) {
        float sum = 0;
        for (int i = 0; i < numbers.length; i++) {
            sum += numbers[i] * other.numbers[i];
        }
        return sum;
    }
}
