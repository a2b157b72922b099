package dev.writ.bench;

import io.helidon.webserver.WebServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The least a server on this stack can be: Helidon that says ok. What Writ takes beyond it is Writ's own. */
final class HelloServer {
    private HelloServer() {}

    /**
     * Serves until it is ended, or with {@code once} as second argument ends when it is ready.
     *
     * @param arguments the file for its address
     */
    public static void main(String[] arguments) throws Exception {
        WebServer server = WebServer.builder()
                .host("127.0.0.1")
                .port(0)
                .routing(routing -> routing.get("/healthz", (request, response) -> response.send("ok")))
                .build()
                .start();
        announce(Path.of(arguments[0]), server.port());
        if (arguments.length > 1) {
            System.exit(0);
        }
    }

    /** Says where a server of this program listens, in the form in which Writ says it. */
    static void announce(Path file, int port) throws IOException {
        Path fresh = Path.of(file + ".new");
        Files.writeString(fresh, "{\"url\":\"http://127.0.0.1:" + port + "\",\"token\":\"\",\"pid\":0}");
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
