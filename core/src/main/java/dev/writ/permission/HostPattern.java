package dev.writ.permission;

import java.util.List;

/** Hosts that a scope names. A call always names its hosts one by one; a scope may name several at once. */
public sealed interface HostPattern {
    /** Any name, and any address: what a ceiling says that leaves hosts to whoever approves. */
    List<HostPattern> ANY = List.of(new AnyName(), new AnyAddress());

    boolean permits(Host host);

    /** Whether every host of the other is one of these. */
    boolean covers(HostPattern other);

    /** Whether a grant may hold it: it then says where data may go. */
    boolean isTelling();

    /** {@code repo.example.org} or {@code 192.0.2.1:8080}. */
    record One(Host host) implements HostPattern {
        @Override
        public boolean permits(Host other) {
            return host.equals(other);
        }

        @Override
        public boolean covers(HostPattern other) {
            return equals(other);
        }

        @Override
        public boolean isTelling() {
            return true;
        }

        @Override
        public String toString() {
            return host.toString();
        }
    }

    /** {@code *.example.org}: every name below it, at any depth, on one port; not the name itself. */
    record Below(Host parent) implements HostPattern {
        @Override
        public boolean permits(Host host) {
            return !host.isAddress()
                    && host.port() == parent.port()
                    && host.name().endsWith("." + parent.name());
        }

        @Override
        public boolean covers(HostPattern other) {
            return switch (other) {
                case One(Host host) -> permits(host);
                case Below(Host narrower) -> narrower.equals(parent) || permits(narrower);
                case AnyName ignored -> false;
                case AnyAddress ignored -> false;
            };
        }

        @Override
        public boolean isTelling() {
            return true;
        }

        @Override
        public String toString() {
            return "*." + parent;
        }
    }

    /** {@code *}: every name, on every port; no address. */
    record AnyName() implements HostPattern {
        @Override
        public boolean permits(Host host) {
            return !host.isAddress();
        }

        @Override
        public boolean covers(HostPattern other) {
            return switch (other) {
                case One(Host host) -> permits(host);
                case Below ignored -> true;
                case AnyName ignored -> true;
                case AnyAddress ignored -> false;
            };
        }

        @Override
        public boolean isTelling() {
            return false;
        }

        @Override
        public String toString() {
            return "*";
        }
    }

    /** {@code <address>}: every address that is written as one, private ones too, on every port. */
    record AnyAddress() implements HostPattern {
        @Override
        public boolean permits(Host host) {
            return host.isAddress();
        }

        @Override
        public boolean covers(HostPattern other) {
            return switch (other) {
                case One(Host host) -> permits(host);
                case AnyAddress ignored -> true;
                case Below ignored -> false;
                case AnyName ignored -> false;
            };
        }

        @Override
        public boolean isTelling() {
            return false;
        }

        @Override
        public String toString() {
            return "<address>";
        }
    }

    /** @throws dev.writ.WritException with {@code invalid_arguments} */
    static HostPattern parse(String text) {
        if (text.equals("*")) {
            return new AnyName();
        }
        if (text.equals("<address>")) {
            return new AnyAddress();
        }
        if (text.startsWith("*.")) {
            Host parent = Host.parse(text.substring(2));
            if (parent.isAddress()) {
                throw HostName.invalid(text, "has a star before an address");
            }
            return new Below(parent);
        }
        return new One(Host.parse(text));
    }
}
