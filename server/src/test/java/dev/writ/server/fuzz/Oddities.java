package dev.writ.server.fuzz;

import dev.writ.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Values that programs stumble over. */
record Oddities(RandomGenerator random) {
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "x",
            "null",
            "0",
            "-1",
            "1e400",
            "9223372036854775808",
            "true",
            "../../../etc/passwd",
            "%00",
            "%2e%2e%2f",
            "\u0000",
            "\uD800",
            "\uFEFF",
            "\u202Egnp.exe",
            "a\r\nSet-Cookie: b=c",
            "'; DROP TABLE tasks; --",
            "<script>alert(1)</script>",
            "${jndi:ldap://127.0.0.1/}",
            "{{7*7}}",
            "**",
            "2026-02-30T25:61:61Z",
            "PT-1S",
            "30m",
            "99999999999999d",
            "person:ada",
            "task_0",
            "ﬁle",
            "😀".repeat(200),
            "A".repeat(70_000));

    String text() {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    boolean oneOf(int chances) {
        return random.nextInt(chances) == 0;
    }

    <T> T of(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    JsonNode value(int depth) {
        return switch (random.nextInt(depth > 3 ? 6 : 9)) {
            case 0 -> Json.parse("null");
            case 1 -> Json.parse(Boolean.toString(random.nextBoolean()));
            case 2 -> Json.parse(Integer.toString(random.nextInt(-3, 2_000)));
            case 3 ->
                Json.parse(of(List.of("1e308", "-0", "0.1", "9007199254740993", "18446744073709551616", "1E-320")));
            case 4, 5 -> Json.object().put("text", text()).path("text");
            case 6 -> {
                ArrayNode list = Json.array();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(value(depth + 1));
                }
                yield list;
            }
            case 7 -> {
                ObjectNode object = Json.object();
                for (int i = random.nextInt(4); i > 0; i--) {
                    String name = text();
                    object.set(name.substring(0, Math.min(20, name.length())), value(depth + 1));
                }
                yield object;
            }
            default -> Json.parse("[".repeat(60) + "]".repeat(60));
        };
    }

    /** Bytes changed, doubled, cut out, put in or cut off. */
    byte[] damaged(byte[] whole) {
        byte[] bytes = whole.clone();
        for (int times = 1 + random.nextInt(4); times > 0 && bytes.length > 0; times--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes = spliced(bytes, at, Math.min(bytes.length, at + random.nextInt(40)), new byte[0]);
                case 3 -> bytes = spliced(bytes, at, at, new byte[random.nextInt(1, 30)]);
                case 4 -> bytes = spliced(bytes, at, at, of(LINES).getBytes(StandardCharsets.ISO_8859_1));
                default -> bytes = spliced(bytes, at, bytes.length, new byte[0]);
            }
        }
        return bytes;
    }

    private static final List<String> LINES = List.of(
            "\r\n",
            "\n\n",
            "\r\nContent-Length: 4\r\n",
            "\r\nContent-Length: -1\r\n",
            "\r\nContent-Length: 99999999999999999999\r\n",
            "\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n",
            "\r\nTransfer-Encoding: chunked\r\n",
            "\r\nExpect: 100-continue\r\n",
            "\r\nUpgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n",
            "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13\r\n",
            "\r\nHost: evil.example\r\n",
            "\r\nOrigin: null\r\n",
            "\r\nCookie: " + "a=b; ".repeat(500) + "\r\n",
            "\r\n folded: header\r\n",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
            "%",
            "?&&==&",
            "#",
            "\u00ff\u00fe");

    private static byte[] spliced(byte[] bytes, int from, int until, byte[] put) {
        byte[] result = new byte[from + put.length + bytes.length - until];
        System.arraycopy(bytes, 0, result, 0, from);
        System.arraycopy(put, 0, result, from, put.length);
        System.arraycopy(bytes, until, result, from + put.length, bytes.length - until);
        return result;
    }
}
