package dev.writ.permission;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.regex.Pattern;

/** IPv6 addresses as RFC 5952 writes them. Those that carry an IPv4 address within are refused: it can be written itself. */
final class IPv6Text {
    private static final Pattern CHARACTERS = Pattern.compile("[0-9A-Fa-f:]{2,39}");
    private static final int GROUPS = 8;

    private IPv6Text() {}

    static String canonical(String text) {
        int[] groups = groups(text);
        if (hidesIPv4(groups)) {
            throw HostName.invalid(text, "carries another address within, or is the one that means none");
        }
        int from = 0;
        int length = 1;
        for (int i = 0; i < GROUPS; i++) {
            int zeros = 0;
            while (i + zeros < GROUPS && groups[i + zeros] == 0) {
                zeros++;
            }
            if (zeros > length) {
                from = i;
                length = zeros;
            }
        }
        return length < 2
                ? joined(groups, 0, GROUPS)
                : joined(groups, 0, from) + "::" + joined(groups, from + length, GROUPS);
    }

    private static int[] groups(String text) {
        InetAddress address;
        try {
            address =
                    CHARACTERS.matcher(text).matches() ? InetAddress.ofLiteral(text) : InetAddress.getLoopbackAddress();
        } catch (IllegalArgumentException e) {
            throw HostName.invalid(text, "is no IPv6 address");
        }
        // One that is mapped from IPv4 comes back as that.
        if (!(address instanceof Inet6Address)) {
            throw HostName.invalid(text, "is no plain IPv6 address");
        }
        byte[] bytes = address.getAddress();
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = (bytes[2 * i] & 0xff) << 8 | bytes[2 * i + 1] & 0xff;
        }
        return groups;
    }

    /** IPv4-mapped and -compatible, NAT64 (RFC 6052, 8215), Teredo (RFC 4380), 6to4 (RFC 3056); and the unspecified one. */
    private static boolean hidesIPv4(int[] groups) {
        boolean low = groups[0] == 0 && groups[1] == 0 && groups[2] == 0 && groups[3] == 0;
        boolean loopback = low && groups[4] == 0 && groups[5] == 0 && groups[6] == 0 && groups[7] == 1;
        return low && !loopback
                || groups[0] == 0x64 && groups[1] == 0xff9b
                || groups[0] == 0x2001 && groups[1] == 0
                || groups[0] == 0x2002;
    }

    private static String joined(int[] groups, int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(i == from ? "" : ":").append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }
}
