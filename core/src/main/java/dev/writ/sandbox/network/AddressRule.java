package dev.writ.sandbox.network;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;

/**
 * Which addresses a name may lead to: those of the open internet, as the IANA registries of special-purpose addresses
 * (RFC 6890) leave them, and none of this machine's own. Whoever owns a name can let it lead anywhere, also to services
 * inside that trust everybody who reaches them.
 */
final class AddressRule {
    /** Each as address and number of leading bits. */
    private static final String[][] NOT_OPEN_4 = {
        {"0.0.0.0", "8"}, // this network
        {"10.0.0.0", "8"}, // private
        {"100.64.0.0", "10"}, // behind a carrier's translation; metadata of some clouds
        {"127.0.0.0", "8"}, // loopback
        {"169.254.0.0", "16"}, // link-local; metadata of most clouds
        {"172.16.0.0", "12"}, // private
        {"192.0.0.0", "24"}, // protocols; metadata of some clouds
        {"192.0.2.0", "24"}, // documentation
        {"192.88.99.0", "24"}, // relays of 6to4
        {"192.168.0.0", "16"}, // private
        {"198.18.0.0", "15"}, // benchmarks
        {"198.51.100.0", "24"}, // documentation
        {"203.0.113.0", "24"}, // documentation
        {"168.63.129.16", "32"}, // a cloud's own services for its machines
        {"224.0.0.0", "3"}, // multicast, reserved, broadcast
    };

    /** Within what is open at all in IPv6, which is {@link #OPEN_6}. */
    private static final String[][] NOT_OPEN_6 = {
        {"2001::", "23"}, // protocols, Teredo among them
        {"2001:db8::", "32"}, // documentation
        {"2002::", "16"}, // 6to4
        {"3fff::", "20"}, // documentation
    };

    /** Leaves out loopback, unspecified, mapped, NAT64, local, link-local and multicast addresses. */
    private static final String[] OPEN_6 = {"2000::", "3"};

    private AddressRule() {}

    static boolean isOpen(InetAddress address) {
        return isPublic(address) && !isOwn(address);
    }

    private static boolean isPublic(InetAddress address) {
        // One that is mapped from IPv4 is, in Java, that one.
        boolean four = address instanceof Inet4Address;
        return (four || within(address, OPEN_6)) && !withinAny(address, four ? NOT_OPEN_4 : NOT_OPEN_6);
    }

    private static boolean isOwn(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return true;
        }
    }

    private static boolean withinAny(InetAddress address, String[][] ranges) {
        for (String[] range : ranges) {
            if (within(address, range)) {
                return true;
            }
        }
        return false;
    }

    private static boolean within(InetAddress address, String[] range) {
        byte[] start = InetAddress.ofLiteral(range[0]).getAddress();
        byte[] given = address.getAddress();
        int bits = Integer.parseInt(range[1]);
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> bit % 8;
            if ((start[bit / 8] & mask) != (given[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }
}
