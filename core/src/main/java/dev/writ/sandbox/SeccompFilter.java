package dev.writ.sandbox;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The system call filter as a classic BPF program (seccomp(2), {@code struct sock_filter}): kernel functions that
 * ordinary programs do not need, and sockets that network namespaces do not hold back (such as those to a hypervisor),
 * fail with "not permitted"; so does making a file setuid or setgid; calls of a foreign architecture kill the process.
 * A command that only looks gets no Unix sockets either: those that lie in the workspace lead out of the box.
 */
final class SeccompFilter {
    private static final int LOAD = 0x20;
    private static final int JUMP_EQUAL = 0x15;
    private static final int JUMP_AT_LEAST = 0x35;
    private static final int JUMP_ANY_BIT = 0x45;
    private static final int RETURN = 0x06;

    private static final int NUMBER = 0;
    private static final int ARCHITECTURE = 4;
    private static final int FIRST_ARGUMENT = 16;
    private static final int ARGUMENT_SIZE = 8;
    private static final int SECOND_ARGUMENT = FIRST_ARGUMENT + ARGUMENT_SIZE;

    private static final int ALLOW = 0x7fff0000;
    private static final int KILL_PROCESS = 0x80000000;
    private static final int NOT_PERMITTED = 0x00050000 | 1;
    private static final int NO_SUCH_CALL = 0x00050000 | 38;
    private static final int FAMILY_NOT_SUPPORTED = 0x00050000 | 97;

    /** Its mode stands in memory, where a filter cannot look; programs then use the older calls. */
    private static final int OPENAT2 = 437;

    /** O_CREAT and the bit of its own that O_TMPFILE has. */
    private static final int CREATES = 0x40 | 0x400000;

    private static final int SETUID_OR_SETGID = 06000;

    /** Unix, IPv4, IPv6 and the interface list of the box's own network namespace. */
    private static final int[] FAMILIES = {1, 2, 10, 16};

    private static final int[] FAMILIES_TO_LOOK = {2, 10, 16};

    /** Pushing characters into a terminal: TIOCSTI and TIOCLINUX. */
    private static final int[] TERMINAL_INJECTION = {0x5412, 0x541c};

    private final ByteArrayOutputStream program = new ByteArrayOutputStream();

    private SeccompFilter() {}

    /** The program for a machine; empty where its system call numbers are not known here. */
    static Optional<byte[]> forMachine(String architecture, SandboxProfile profile) {
        int[] families =
                switch (profile) {
                    case READ_ONLY -> FAMILIES_TO_LOOK;
                    case FULL -> FAMILIES;
                };
        return switch (architecture) {
            case "amd64", "x86_64" ->
                Optional.of(build(0xc000003e, 41, 16, DeniedCall.numbersOnX86(), ModeCall::onX86, families));
            case "aarch64", "arm64" ->
                Optional.of(build(0xc00000b7, 198, 29, DeniedCall.numbersOnArm(), ModeCall::onArm, families));
            default -> Optional.empty();
        };
    }

    private static byte[] build(
            int auditArchitecture,
            int socket,
            int ioctl,
            IntStream denied,
            ToIntFunction<ModeCall> number,
            int[] families) {
        SeccompFilter filter = new SeccompFilter();
        filter.load(ARCHITECTURE);
        filter.instruction(JUMP_EQUAL, 1, 0, auditArchitecture);
        filter.give(KILL_PROCESS);
        filter.load(NUMBER);
        // x86-64 takes the same calls a second time under numbers with this bit: the x32 interface.
        filter.instruction(JUMP_AT_LEAST, 0, 1, 0x40000000);
        filter.give(NOT_PERMITTED);
        denied.forEach(call -> {
            filter.instruction(JUMP_EQUAL, 0, 1, call);
            filter.give(NOT_PERMITTED);
        });
        filter.instruction(JUMP_EQUAL, 0, 1, OPENAT2);
        filter.give(NO_SUCH_CALL);
        Stream.of(ModeCall.values())
                .filter(call -> number.applyAsInt(call) >= 0)
                .forEach(call -> filter.modes(call, number.applyAsInt(call)));
        filter.instruction(JUMP_EQUAL, 0, families.length + 3, socket);
        filter.load(FIRST_ARGUMENT);
        for (int i = 0; i < families.length; i++) {
            filter.instruction(JUMP_EQUAL, families.length - i, 0, families[i]);
        }
        filter.give(FAMILY_NOT_SUPPORTED);
        filter.give(ALLOW);
        filter.instruction(JUMP_EQUAL, 0, 4, ioctl);
        filter.load(SECOND_ARGUMENT);
        filter.instruction(JUMP_EQUAL, 1, 0, TERMINAL_INJECTION[0]);
        filter.instruction(JUMP_EQUAL, 0, 1, TERMINAL_INJECTION[1]);
        filter.give(NOT_PERMITTED);
        filter.give(ALLOW);
        return filter.program.toByteArray();
    }

    private void modes(ModeCall call, int number) {
        boolean always = call.flags() < 0;
        instruction(JUMP_EQUAL, 0, always ? 4 : 6, number);
        if (!always) {
            load(FIRST_ARGUMENT + ARGUMENT_SIZE * call.flags());
            instruction(JUMP_ANY_BIT, 0, 3, CREATES);
        }
        load(FIRST_ARGUMENT + ARGUMENT_SIZE * call.mode());
        instruction(JUMP_ANY_BIT, 0, 1, SETUID_OR_SETGID);
        give(NOT_PERMITTED);
        give(ALLOW);
    }

    private void load(int offset) {
        instruction(LOAD, 0, 0, offset);
    }

    private void give(int action) {
        instruction(RETURN, 0, 0, action);
    }

    private void instruction(int code, int ifTrue, int ifFalse, int value) {
        ByteBuffer bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putShort((short) code).put((byte) ifTrue).put((byte) ifFalse).putInt(value);
        program.writeBytes(bytes.array());
    }
}
