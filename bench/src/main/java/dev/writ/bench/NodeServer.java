package dev.writ.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A server from npm. */
final class NodeServer implements AutoCloseable {
    static final String EVERYTHING = "@modelcontextprotocol/server-everything@2026.8.31";
    private static final Duration TO_START = Duration.ofSeconds(30);

    private final Process process;
    private final URI address;

    private NodeServer(Process process, URI address) {
        this.process = process;
        this.address = address;
    }

    /**
     * The TypeScript SDK's example server.
     *
     * @throws Missing where there is no Node.js, or it cannot be installed or started
     */
    static NodeServer everything(Plan plan) throws Exception {
        Path folder = NodePackages.install(plan, "everything", List.of(EVERYTHING), List.of())
                .folder();
        int port = freePort();
        Process node = start(
                folder,
                List.of("node", "node_modules/@modelcontextprotocol/server-everything/dist/index.js", "streamableHttp"),
                port);
        NodeServer server = new NodeServer(node, URI.create("http://127.0.0.1:" + port + "/mcp"));
        if (server.awaitListening()) {
            return server;
        }
        server.close();
        throw new Missing("its server did not start");
    }

    URI address() {
        return address;
    }

    /** What it has used of the processors so far; empty where nobody says. */
    Optional<Duration> processorTime() {
        return process.info().totalCpuDuration();
    }

    private static Process start(Path folder, List<String> command, int port) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("PORT", Integer.toString(port));
        return builder.start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0)) {
            return probe.getLocalPort();
        }
    }

    private boolean awaitListening() throws InterruptedException {
        long end = System.nanoTime() + TO_START.toNanos();
        while (process.isAlive() && System.nanoTime() < end) {
            try (Socket socket = new Socket(address.getHost(), address.getPort())) {
                return socket.isConnected();
            } catch (IOException e) {
                Thread.sleep(20);
            }
        }
        return false;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
