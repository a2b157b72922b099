package dev.writ.bench;

import com.cedarpolicy.BasicAuthorizationEngine;
import com.github.kagkarlsson.scheduler.Scheduler;
import io.helidon.webserver.WebServer;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.casbin.jcasbin.main.Enforcer;

/** Which releases were measured: the names of the files they came in say so. */
final class Versions {
    private Versions() {}

    /** Writ's stores, and the libraries it is compared with. */
    static String libraries() {
        return Stream.of(
                        org.sqlite.JDBC.class,
                        org.postgresql.Driver.class,
                        Scheduler.class,
                        Enforcer.class,
                        BasicAuthorizationEngine.class,
                        WebServer.class,
                        io.modelcontextprotocol.server.McpServer.class)
                .map(Versions::of)
                .collect(Collectors.joining(", "));
    }

    /** Node.js with the packages from npm, or that there is none. */
    static String node() throws IOException, InterruptedException {
        try {
            return Stream.concat(
                            Stream.of(NodePackages.nodeVersion(), CedarWasm.PACKAGE, NodeServer.EVERYTHING),
                            LangGraphTasks.PACKAGES.stream())
                    .collect(Collectors.joining(", "));
        } catch (Missing e) {
            return e.why() + ": peers in JavaScript are left out";
        }
    }

    private static String of(Class<?> one) {
        try {
            Path file = Path.of(Objects.requireNonNull(one.getProtectionDomain().getCodeSource())
                    .getLocation()
                    .toURI());
            return String.valueOf(file.getFileName()).replaceFirst("\\.jar$", "");
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
