package dev.writ.permission;

import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * One host with a port, in the only form in which hosts are compared: a full name in lower case and ASCII, or an address
 * in its usual spelling. What could be read in two ways, such as {@code 0177.0.0.1} or {@code 2130706433}, is no host.
 *
 * @param name without brackets, for an IPv6 address too
 */
public record Host(String name, int port) implements Comparable<Host> {
    /** The port meant where none is written. */
    public static final int HTTPS = 443;

    private static final int HIGHEST_PORT = 65_535;

    public Host {
        if (!HostName.canonical(name).equals(name)) {
            throw new IllegalArgumentException("Not the canonical form of a host: " + name);
        }
        if (port < 1 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("No port: " + port);
        }
    }

    /**
     * Reads {@code name}, {@code name:port}, {@code 192.0.2.1:port} or {@code [2001:db8::1]:port}; without a port 443 is
     * meant.
     *
     * @throws dev.writ.WritException with {@code invalid_arguments}
     */
    public static Host parse(String text) {
        return parse(text, HTTPS);
    }

    /** As {@link #parse(String)}, with another port where none is written. */
    public static Host parse(String text, int usualPort) {
        int end = text.startsWith("[") ? text.indexOf(']') + 1 : 0;
        int colon = text.indexOf(':', end);
        if (text.startsWith("[")
                ? end == 0 || (colon != end && end != text.length())
                : colon != text.lastIndexOf(':')) {
            throw HostName.invalid(text, "is not written as name:port; an IPv6 address stands in brackets");
        }
        String written = colon < 0 ? text : text.substring(0, colon);
        boolean bracketed = written.startsWith("[");
        String name = HostName.canonical(bracketed ? written.substring(1, written.length() - 1) : written);
        if (bracketed != name.contains(":")) {
            throw HostName.invalid(text, "has brackets around what is no IPv6 address");
        }
        return new Host(name, colon < 0 ? usualPort : port(text, text.substring(colon + 1)));
    }

    private static int port(String text, String digits) {
        boolean plain = digits.length() <= 5 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        int port = plain && !digits.isEmpty() && digits.charAt(0) != '0' ? Integer.parseInt(digits) : 0;
        if (port < 1 || port > HIGHEST_PORT) {
            throw HostName.invalid(text, "has no port between 1 and 65535 behind its colon");
        }
        return port;
    }

    /** Whether it is an address itself, so that no name has to be looked up. */
    public boolean isAddress() {
        return HostName.isAddress(name);
    }

    /** @throws IllegalStateException where it is a name */
    public InetAddress address() {
        if (!isAddress()) {
            throw new IllegalStateException(name + " is a name");
        }
        return name.contains(":") ? Inet6Address.ofLiteral(name) : InetAddress.ofLiteral(name);
    }

    @Override
    public int compareTo(Host other) {
        int byName = name.compareTo(other.name);
        return byName != 0 ? byName : Integer.compare(port, other.port);
    }

    /** Always with its port, as in {@code repo.example.org:443} or {@code [2001:db8::1]:443}. */
    @Override
    public String toString() {
        return (name.contains(":") ? "[" + name + "]" : name) + ":" + port;
    }
}
