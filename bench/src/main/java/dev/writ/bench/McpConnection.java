package dev.writ.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One connection of a client that calls one tool, as cheap as a client can be: HTTP/1.1 on a socket that stays open, and a
 * look at each reply for what it must say. The same for every server.
 */
final class McpConnection implements AutoCloseable {
    private final URI address;
    private Socket socket;
    private InputStream in;
    private OutputStream out;
    private final String accept = "Accept: application/json, text/event-stream\r\n";
    private String session = "";

    McpConnection(URI address) throws IOException {
        this.address = address;
        this.socket = open(address);
        this.in = new BufferedInputStream(socket.getInputStream(), 1 << 14);
        this.out = socket.getOutputStream();
    }

    private static Socket open(URI address) throws IOException {
        Socket socket = new Socket(address.getHost(), address.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(60_000);
        return socket;
    }

    private void reopen() throws IOException {
        socket.close();
        socket = open(address);
        in = new BufferedInputStream(socket.getInputStream(), 1 << 14);
        out = socket.getOutputStream();
    }

    /** Begins a session of revision 2025-06-18. */
    McpConnection initialized() throws IOException {
        post("", """
                {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},\
                "clientInfo":{"name":"bench","version":"1"}}}""", "serverInfo");
        post("MCP-Protocol-Version: 2025-06-18\r\n", """
                {"jsonrpc":"2.0","method":"notifications/initialized"}""", "");
        return this;
    }

    /** A call within the session. */
    void call(int id, String tool, String arguments, String expected) throws IOException {
        post("MCP-Protocol-Version: 2025-06-18\r\n", """
                {"jsonrpc":"2.0","id":%d,"method":"tools/call","params":{"name":"%s","arguments":%s}}""".formatted(id, tool, arguments), expected);
    }

    /** A call of revision 2026-07-28, which needs no session. */
    void modernCall(int id, String token, String tool, String arguments, String expected) throws IOException {
        String headers = "MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: tools/call\r\nMcp-Name: " + tool + "\r\n"
                + (token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n");
        post(headers, """
                {"jsonrpc":"2.0","id":%d,"method":"tools/call","params":{"name":"%s","arguments":%s,"_meta":\
                {"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}}""".formatted(id, tool, arguments), expected);
    }

    private void post(String headers, String body, String expected) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head = "POST " + address.getPath() + " HTTP/1.1\r\nHost: " + address.getAuthority() + "\r\n"
                + "Content-Type: application/json\r\n" + accept + headers
                + (session.isEmpty() ? "" : "Mcp-Session-Id: " + session + "\r\n")
                + "Content-Length: " + bytes.length + "\r\n\r\n";
        byte[] request = new byte[head.length() + bytes.length];
        System.arraycopy(head.getBytes(StandardCharsets.ISO_8859_1), 0, request, 0, head.length());
        System.arraycopy(bytes, 0, request, head.length(), bytes.length);
        String reply = answered(request);
        if (!reply.contains(expected)) {
            throw new IOException("A reply does not hold " + expected + ": " + reply);
        }
    }

    /** A connection that was closed while it was idle is opened again, as every client does; Node.js closes them soon. */
    private String answered(byte[] request) throws IOException {
        if (!sent(request)) {
            reopen();
            if (!sent(request)) {
                throw new IOException("The server closed the connection.");
            }
        }
        return reply();
    }

    /** Whether the server has begun to answer. */
    private boolean sent(byte[] request) throws IOException {
        try {
            out.write(request);
            out.flush();
            in.mark(1);
            if (in.read() >= 0) {
                in.reset();
                return true;
            }
            return false;
        } catch (SocketException e) {
            return false;
        }
    }

    private String reply() throws IOException {
        String status = line();
        int length = -1;
        boolean chunked = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(lower.substring(15).strip());
            } else if (lower.startsWith("transfer-encoding:") && lower.endsWith("chunked")) {
                chunked = true;
            } else if (lower.startsWith("mcp-session-id:")) {
                session = header.substring(15).strip();
            }
        }
        String body = chunked ? chunks() : new String(in.readNBytes(Math.max(length, 0)), StandardCharsets.UTF_8);
        if (!status.startsWith("HTTP/1.1 20")) {
            throw new IOException(status + " " + body);
        }
        return body;
    }

    private String chunks() throws IOException {
        StringBuilder body = new StringBuilder();
        while (true) {
            int size = Integer.parseInt(line().replaceFirst(";.*", "").strip(), 16);
            body.append(new String(in.readNBytes(size), StandardCharsets.UTF_8));
            line();
            if (size == 0) {
                return body.toString();
            }
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("The server closed the connection.");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
