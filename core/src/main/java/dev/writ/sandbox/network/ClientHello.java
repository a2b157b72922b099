package dev.writ.sandbox.network;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The first message of a TLS client (RFC 8446 4.1.2), which says in the open whom it wants to speak to. One that hides that
 * (Encrypted Client Hello) is refused: the name that is then in the open is another one.
 *
 * @param serverName as it was sent; empty where none was
 */
record ClientHello(Optional<String> serverName) {
    /** First byte of everything in TLS that belongs to the handshake. */
    static final int HANDSHAKE = 22;

    /** Refuses the other side's name: a fatal alert, "unrecognized name". */
    static final byte[] ALERT = {21, 3, 3, 0, 2, 2, 112};

    private static final int CLIENT_HELLO = 1;
    private static final int RANDOM = 32;
    private static final int SERVER_NAME = 0;
    private static final int ENCRYPTED = 0xfe0d;

    /** @return empty while there is more to come */
    static Optional<ClientHello> read(byte[] soFar) throws Refused {
        byte[] handshake = handshake(soFar);
        if (handshake.length < 4) {
            return Optional.empty();
        }
        if (handshake[0] != CLIENT_HELLO) {
            throw notTls();
        }
        ByteBuffer message = ByteBuffer.wrap(handshake, 1, handshake.length - 1);
        int length = message.get() << 16 & 0xff0000 | unsignedShort(message);
        if (message.remaining() < length) {
            return Optional.empty();
        }
        try {
            return Optional.of(hello(message.slice(message.position(), length)));
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
            throw notTls();
        }
    }

    /** What the records carry, as far as they have come. */
    private static byte[] handshake(byte[] soFar) throws Refused {
        ByteArrayOutputStream handshake = new ByteArrayOutputStream();
        ByteBuffer records = ByteBuffer.wrap(soFar);
        while (records.hasRemaining()) {
            if (records.get(records.position()) != HANDSHAKE) {
                throw notTls();
            }
            if (records.remaining() < 5) {
                break;
            }
            int version = records.get(records.position() + 1);
            int length = records.getShort(records.position() + 3) & 0xffff;
            if (version != 3 || length == 0 || length > 1 << 14) {
                throw notTls();
            }
            records.position(records.position() + 5);
            int there = Math.min(length, records.remaining());
            handshake.write(soFar, records.position(), there);
            records.position(records.position() + there);
        }
        return handshake.toByteArray();
    }

    private static ClientHello hello(ByteBuffer message) throws Refused {
        message.position(2 + RANDOM);
        skip(message, message.get() & 0xff);
        skip(message, unsignedShort(message));
        skip(message, message.get() & 0xff);
        Optional<String> name = Optional.empty();
        if (message.hasRemaining()) {
            ByteBuffer extensions = part(message, unsignedShort(message));
            while (extensions.hasRemaining()) {
                int type = unsignedShort(extensions);
                ByteBuffer content = part(extensions, unsignedShort(extensions));
                if (type == ENCRYPTED) {
                    throw new Refused(Refused.FORBIDDEN, "", "it hides its server name (Encrypted Client Hello)");
                }
                if (type == SERVER_NAME) {
                    if (name.isPresent()) {
                        throw notTls();
                    }
                    name = Optional.of(name(content));
                }
            }
        }
        return new ClientHello(name);
    }

    /** RFC 6066 3: a list, of which only one entry of only one type was ever defined. */
    private static String name(ByteBuffer content) throws Refused {
        ByteBuffer list = part(content, unsignedShort(content));
        if (list.get() != 0 || content.hasRemaining()) {
            throw notTls();
        }
        ByteBuffer name = part(list, unsignedShort(list));
        if (list.hasRemaining()) {
            throw notTls();
        }
        return StandardCharsets.ISO_8859_1.decode(name).toString();
    }

    private static ByteBuffer part(ByteBuffer from, int length) {
        ByteBuffer part = from.slice(from.position(), length);
        skip(from, length);
        return part;
    }

    private static void skip(ByteBuffer buffer, int bytes) {
        buffer.position(buffer.position() + bytes);
    }

    private static int unsignedShort(ByteBuffer buffer) {
        return buffer.getShort() & 0xffff;
    }

    static Refused notTls() {
        return new Refused(
                Refused.FORBIDDEN,
                "",
                "what it sends is not TLS; a name can be reached by TLS or a plain http:// request");
    }
}
