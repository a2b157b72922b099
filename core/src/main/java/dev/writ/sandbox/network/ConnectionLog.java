package dev.writ.sandbox.network;

import dev.writ.permission.Host;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts what one command did with its network. What it can make us remember is bounded. Safe for many threads. */
final class ConnectionLog {
    private static final int MOST_REFUSALS = 20;
    private static final int LONGEST_NAME = 120;

    private final List<Host> allowed;
    private final Map<Host, NetworkUse.Made> made = new TreeMap<>();
    private final Map<List<String>, Integer> refused = new LinkedHashMap<>();
    private int others;

    ConnectionLog(List<Host> allowed) {
        this.allowed = allowed;
    }

    synchronized void made(Host host) {
        add(host, 1, 0, 0);
    }

    synchronized void moved(Host host, long sent, long received) {
        add(host, 0, sent, received);
    }

    private void add(Host host, int connections, long sent, long received) {
        made.merge(
                host,
                new NetworkUse.Made(host, connections, sent, received),
                (a, b) -> new NetworkUse.Made(
                        host, a.connections() + b.connections(), a.sent() + b.sent(), a.received() + b.received()));
    }

    synchronized void refused(Refused refusal) {
        List<String> what = List.of(shown(refusal.host()), shown(refusal.reason()));
        if (refused.containsKey(what) || refused.size() < MOST_REFUSALS) {
            refused.merge(what, 1, Integer::sum);
        } else {
            others++;
        }
    }

    synchronized NetworkUse use() {
        List<NetworkUse.Refusal> refusals = new ArrayList<>();
        refused.forEach((what, times) -> refusals.add(new NetworkUse.Refusal(what.get(0), what.get(1), times)));
        return new NetworkUse(allowed, List.copyOf(made.values()), refusals, others);
    }

    /** A command chose these characters, and a model and a person will read them. */
    private static String shown(String text) {
        String cut = text.length() > LONGEST_NAME ? text.substring(0, LONGEST_NAME) + "..." : text;
        return cut.replaceAll("[^ -~]", "?");
    }
}
