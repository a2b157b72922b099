package dev.writ.sandbox.network;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** First messages of TLS clients. */
final class TestingHello {
    static final int SERVER_NAME = 0;
    static final int ENCRYPTED = 0xfe0d;

    private TestingHello() {}

    /** As Java sends it. */
    static byte[] ofJava(String serverName) throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(serverName)));
        engine.setSSLParameters(parameters);
        ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), hello);
        byte[] bytes = new byte[hello.flip().remaining()];
        hello.get(bytes);
        return bytes;
    }

    /** One with these extensions and no other. */
    static byte[] of(byte[]... extensions) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] extension : extensions) {
            all.writeBytes(extension);
        }
        ByteBuffer body = ByteBuffer.allocate(2 + 32 + 1 + 4 + 2 + 2 + all.size());
        body.putShort((short) 0x303)
                .put(new byte[32])
                .put((byte) 0)
                .putShort((short) 2)
                .putShort((short) 0x1301);
        body.put((byte) 1).put((byte) 0).putShort((short) all.size()).put(all.toByteArray());
        ByteBuffer message = ByteBuffer.allocate(4 + body.capacity());
        message.put((byte) 1).put((byte) 0).putShort((short) body.capacity()).put(body.array());
        return records(message.array(), message.capacity());
    }

    static byte[] named(String name) {
        return extension(SERVER_NAME, names(name));
    }

    static byte[] names(String... names) {
        ByteArrayOutputStream list = new ByteArrayOutputStream();
        for (String name : names) {
            byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
            list.write(0);
            list.writeBytes(sized(bytes));
        }
        return sized(list.toByteArray());
    }

    static byte[] extension(int type, byte[] content) {
        byte[] sized = sized(content);
        return ByteBuffer.allocate(2 + sized.length)
                .putShort((short) type)
                .put(sized)
                .array();
    }

    /** The same message in records of at most so many bytes. */
    static byte[] inPieces(byte[] hello, int most) {
        byte[] message = new byte[hello.length - 5];
        System.arraycopy(hello, 5, message, 0, message.length);
        return records(message, most);
    }

    private static byte[] records(byte[] message, int most) {
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        for (int from = 0; from < message.length; from += most) {
            int length = Math.min(most, message.length - from);
            records.writeBytes(new byte[] {22, 3, 1, (byte) (length >> 8), (byte) length});
            records.write(message, from, length);
        }
        return records.toByteArray();
    }

    private static byte[] sized(byte[] bytes) {
        return ByteBuffer.allocate(2 + bytes.length)
                .putShort((short) bytes.length)
                .put(bytes)
                .array();
    }
}
