package dev.writ.sandbox;

import dev.writ.OwnerOnly;
import dev.writ.permission.Host;
import dev.writ.sandbox.network.HostProxy;
import dev.writ.sandbox.network.NetworkUse;
import dev.writ.sandbox.network.ProxyLimits;
import dev.writ.sandbox.network.Relay;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The way from one box to the hosts that its command may reach. The box has no network but its own loopback; a socket of a
 * proxy outside is bound into it, and a relay inside lets programs find that by a port. The proxy alone decides.
 */
final class BoxNetwork implements AutoCloseable {
    /** Where the proxy's socket is in the box. */
    static final String SOCKET = "/run/writ/proxy";

    /** Where the relay's class is in the box, and what it is called there. */
    static final String CLASSES = "/run/writ/classes";

    static final String RELAY = Relay.class.getName();
    static final String RELAY_FILE = CLASSES + "/" + RELAY.replace('.', '/') + ".class";

    /** Where the relay listens: a port of the box's own loopback, usual for proxies. */
    static final int PORT = 3128;

    private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));
    private static final String JAVA_IN_THE_BOX = "/run/writ/java";
    private static final String PREFIX = "writ-net-";
    private static final String SOCKET_NAME = "proxy";

    private final Path folder;
    private final HostProxy proxy;
    private final List<Host> hosts;

    private BoxNetwork(Path folder, HostProxy proxy, List<Host> hosts) {
        this.folder = folder;
        this.proxy = proxy;
        this.hosts = hosts;
    }

    /**
     * Opens it for one command.
     *
     * @param owner who must be able to reach the socket, since the box is built and lived in with his rights
     */
    static BoxNetwork open(List<Host> hosts, BoxOwner owner) throws IOException {
        Path folder = Files.createTempDirectory(PREFIX + ProcessHandle.current().pid() + "-", OwnerOnly.FOLDER);
        try {
            HostProxy proxy = HostProxy.open(folder.resolve(SOCKET_NAME), hosts, ProxyLimits.ORDINARY);
            return new BoxNetwork(folder, proxy, List.copyOf(hosts)).ownedBy(owner);
        } catch (IOException | RuntimeException e) {
            remove(folder);
            throw e;
        }
    }

    private BoxNetwork ownedBy(BoxOwner owner) throws IOException {
        try {
            Files.setPosixFilePermissions(socket(), PosixFilePermissions.fromString("rw-------"));
            if (owner.asAdministrator()) {
                Files.setAttribute(socket(), "unix:uid", owner.user());
                Files.setAttribute(folder, "unix:uid", owner.user());
            }
            return this;
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** Removes what a Writ left behind that was killed. */
    static void removeAbandoned() {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(temporary, PREFIX + "[0-9]*-*")) {
            for (Path folder : folders) {
                String name = folder.getFileName().toString();
                String pid = name.substring(PREFIX.length(), name.lastIndexOf('-'));
                if (pid.matches("[0-9]{1,18}")
                        && ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
                    remove(folder);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // What cannot be listed stays.
        }
    }

    /** The class that is the relay, as a file. */
    static byte[] relay() throws IOException {
        try (InputStream file = Relay.class.getResourceAsStream(Relay.class.getSimpleName() + ".class")) {
            if (file == null) {
                throw new IOException("The relay is missing from this installation of Writ");
            }
            return file.readAllBytes();
        }
    }

    /** The socket, outside. */
    Path socket() {
        return folder.resolve(SOCKET_NAME);
    }

    /** Where the Java that runs the relay comes from; empty where the box has it anyway. */
    static List<String> bindJava() {
        return isShown() ? List.of() : List.of("--ro-bind", JAVA_HOME.toString(), JAVA_IN_THE_BOX);
    }

    /** The Java that runs Writ, as it is found in the box. */
    static String java() {
        return (isShown() ? JAVA_HOME.toString() : JAVA_IN_THE_BOX) + "/bin/java";
    }

    private static boolean isShown() {
        return JAVA_HOME.startsWith("/usr");
    }

    /** What programs look for to find a proxy, in both spellings that are in use. */
    Map<String, String> environment() {
        String address = "http://127.0.0.1:" + PORT;
        Map<String, String> variables = new TreeMap<>();
        for (String name : List.of("http_proxy", "https_proxy", "all_proxy")) {
            variables.put(name, address);
        }
        // What listens in the box itself is reached directly, unless a server of the machine's loopback was granted.
        boolean loopback = hosts.stream()
                .anyMatch(host -> host.isAddress() && host.address().isLoopbackAddress());
        variables.put("no_proxy", loopback ? "" : "localhost,127.0.0.1,::1");
        Map<String, String> both = new TreeMap<>(variables);
        variables.forEach((name, value) -> both.put(name.toUpperCase(java.util.Locale.ROOT), value));
        return both;
    }

    /** What was done through it until now. */
    NetworkUse use() {
        return proxy.use();
    }

    @Override
    public void close() {
        proxy.close();
        remove(folder);
    }

    private static void remove(Path folder) {
        try {
            Files.deleteIfExists(folder.resolve(SOCKET_NAME));
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            // An empty folder of ours stays behind, which harms nobody.
        }
    }
}
