package dev.writ.sandbox.network;

import dev.writ.permission.Host;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Where the hosts of one command are. A name is looked up when it is first needed; the answer, whatever it is, holds as
 * long as the command, so that a name cannot lead to one address when it is checked and to another when it is used. Safe
 * for many threads.
 */
final class PinnedAddresses {
    private final Resolver resolver;
    private final Predicate<InetAddress> open;
    private final Map<String, List<InetAddress>> known = new HashMap<>();

    /** @param open which addresses names may lead to */
    PinnedAddresses(Resolver resolver, Predicate<InetAddress> open) {
        this.resolver = resolver;
        this.open = open;
    }

    /** At least one address, in the order to try them. */
    List<InetAddress> of(Host host) throws Refused {
        if (host.isAddress()) {
            // Somebody said yes to this very address.
            return List.of(host.address());
        }
        List<InetAddress> usable = lookUp(host).stream()
                .filter(open)
                .sorted(Comparator.comparingInt(address -> address.getAddress().length))
                .toList();
        if (usable.isEmpty()) {
            throw new Refused(
                    Refused.FORBIDDEN,
                    host.toString(),
                    "its name leads to addresses of this machine or of a closed network only");
        }
        return usable;
    }

    private synchronized List<InetAddress> lookUp(Host host) throws Refused {
        List<InetAddress> found = known.get(host.name());
        if (found == null) {
            try {
                found = List.copyOf(resolver.resolve(host.name()));
            } catch (UnknownHostException e) {
                throw new Refused(Refused.BAD_GATEWAY, host.toString(), "its name was not found");
            }
            known.put(host.name(), found);
        }
        return found;
    }
}
