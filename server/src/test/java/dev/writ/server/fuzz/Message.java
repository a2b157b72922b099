package dev.writ.server.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A request before it is put on the wire.
 *
 * @param target path and query, as they stand in the first line
 * @param headers whole lines, without their ends; host and length come by themselves
 */
record Message(String method, String target, List<String> headers, String body) {
    byte[] wire(String host) {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: " + host + "\r\n");
        headers.forEach(line -> head.append(line).append("\r\n"));
        if (content.length > 0 || !method.equals("GET")) {
            head.append("Content-Length: ").append(content.length).append("\r\n");
        }
        byte[] first = head.append("Connection: close\r\n\r\n").toString().getBytes(StandardCharsets.UTF_8);
        byte[] wire = new byte[first.length + content.length];
        System.arraycopy(first, 0, wire, 0, first.length);
        System.arraycopy(content, 0, wire, first.length, content.length);
        return wire;
    }
}
