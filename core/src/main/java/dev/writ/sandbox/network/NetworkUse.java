package dev.writ.sandbox.network;

import dev.writ.permission.Host;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a command did with its network.
 *
 * @param allowed the hosts that it could reach; none means that it had no network
 * @param made connections, by host
 * @param refused what it tried besides, by host and reason
 * @param others how many refusals are not named in {@code refused}, which is bounded
 */
public record NetworkUse(List<Host> allowed, List<Made> made, List<Refusal> refused, int others) {
    /** Of a command without network. */
    public static final NetworkUse NONE = new NetworkUse(List.of(), List.of(), List.of(), 0);

    /** The reason of a refusal that naming the host in the call would have avoided. */
    public static final String NOT_NAMED = "the call does not name it in \"hosts\"";

    public NetworkUse {
        allowed = List.copyOf(allowed);
        made = List.copyOf(made);
        refused = List.copyOf(refused);
    }

    /** Connections to one host, with the bytes that went there and came back. */
    public record Made(Host host, int connections, long sent, long received) {}

    /** @param host as the command named it, made fit to be shown; "" where it named none that could be read */
    public record Refusal(String host, String reason, int times) {}

    /** One line for each host, for records. */
    public List<String> lines() {
        return Stream.concat(
                        made.stream().map(one -> "network: connected " + one.host() + " " + one.connections() + "x"),
                        refused.stream()
                                .map(one -> "network: refused " + (one.host().isEmpty() ? "a request" : one.host())
                                        + " " + one.times() + "x, " + one.reason()))
                .toList();
    }

    /** The name of the layer that lets a command reach these hosts, and no other. */
    public static String layer(List<Host> hosts) {
        return hosts.stream().map(Host::toString).collect(Collectors.joining(", ", "network: proxy (", ")"));
    }
}
