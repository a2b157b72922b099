package dev.writ.tool.thirdparty;

import dev.writ.permission.Host;
import dev.writ.tool.SecurityLevel;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a person registered a server.
 *
 * @param name lower-case letters, digits and single underscores; the first part of its tools' names
 * @param level the least level its tools have, whatever they say about themselves
 * @param idle after how long without a call it is stopped
 * @param patience how long it may take to start and say what it offers
 */
public record ServerSettings(String name, Transport transport, SecurityLevel level, Duration idle, Duration patience) {

    /** How it is spoken to. */
    public sealed interface Transport {}

    /**
     * A program that Writ starts in the sandbox.
     *
     * @param command the program and its arguments, never a shell text
     * @param environment variables it gets besides the usual ones; values of {@code ${NAME}} stand for Writ's own
     * @param directory its working directory, one of the folders or below one
     * @param read folders it may read
     * @param write folders it may read and write
     * @param hosts what it may reach; none means no network
     */
    public record Program(
            List<String> command,
            Map<String, String> environment,
            Optional<Path> directory,
            List<Path> read,
            List<Path> write,
            List<Host> hosts)
            implements Transport {
        public Program {
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
            read = List.copyOf(read);
            write = List.copyOf(write);
            hosts = List.copyOf(hosts);
        }

        /** Names no values, which may be secrets. */
        @Override
        public String toString() {
            return "Program" + command;
        }
    }

    /**
     * A server elsewhere.
     *
     * @param address https, or http on a loopback address
     * @param headers sent with each request; values as for a program's environment
     */
    public record Remote(URI address, Map<String, String> headers) implements Transport {
        public Remote {
            headers = Map.copyOf(headers);
        }

        /** Names no values, which may be secrets. */
        @Override
        public String toString() {
            return "Remote[" + address + "]";
        }
    }
}
