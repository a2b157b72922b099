package dev.writ.tool.git;

import java.nio.ByteBuffer;

/** Recognises programs by how their files begin: ELF, Windows, Apple, Java classes and WebAssembly. */
final class MachineCode {
    private static final int SMALLEST = 64;

    private MachineCode() {}

    static boolean isIn(byte[] file) {
        if (file.length < SMALLEST) {
            return false;
        }
        return switch (ByteBuffer.wrap(file).getInt()) {
            // ELF; Mach-O of 32 and 64 bits in both byte orders; Java classes and Apple's many-in-one; WebAssembly.
            case 0x7f454c46, 0xfeedface, 0xfeedfacf, 0xcefaedfe, 0xcffaedfe, 0xcafebabe, 0x0061736d -> true;
            default -> isWindows(file);
        };
    }

    /** "MZ", and where it points to "PE". */
    private static boolean isWindows(byte[] file) {
        if (file[0] != 'M' || file[1] != 'Z') {
            return false;
        }
        int header = Integer.reverseBytes(ByteBuffer.wrap(file).getInt(0x3c));
        return header >= 0 && header <= file.length - 4 && file[header] == 'P' && file[header + 1] == 'E';
    }
}
