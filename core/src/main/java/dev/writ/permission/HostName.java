package dev.writ.permission;

import dev.writ.WritException;
import java.net.IDN;
import java.util.regex.Pattern;

/** The one spelling of a host's name or address. */
final class HostName {
    private static final int LONGEST = 253;
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+|0x[0-9a-f]*");
    private static final Pattern BYTE = Pattern.compile("0|[1-9][0-9]?|1[0-9][0-9]|2[0-4][0-9]|25[0-5]");
    private static final String ASCII_FORM = "xn--";

    private HostName() {}

    /** @throws WritException with {@code invalid_arguments} for what is no name, no address, or either in disguise */
    static String canonical(String text) {
        if (text.isEmpty() || text.length() > LONGEST) {
            throw invalid(text, "is empty or longer than a host name can be");
        }
        if (text.indexOf(':') >= 0) {
            return IPv6Text.canonical(text);
        }
        StringBuilder name = new StringBuilder();
        String[] labels = text.split("\\.", -1);
        for (String label : labels) {
            name.append(name.isEmpty() ? "" : ".").append(label(text, label));
        }
        if (NUMBER.matcher(name.substring(name.lastIndexOf(".") + 1)).matches()) {
            return ipv4(text, labels);
        }
        if (name.length() > LONGEST) {
            throw invalid(text, "is longer than a host name can be");
        }
        if (labels.length < 2 || name.toString().endsWith(".localhost")) {
            throw invalid(text, "is not the full name of a host; this machine is written 127.0.0.1");
        }
        return name.toString();
    }

    /** Of a canonical name: whether it is an address. */
    static boolean isAddress(String name) {
        // No name ends in a number, and no other than an IPv6 address has colons.
        return name.indexOf(':') >= 0 || Character.isDigit(name.charAt(name.length() - 1)) && endsInNumber(name);
    }

    private static boolean endsInNumber(String name) {
        return NUMBER.matcher(name.substring(name.lastIndexOf('.') + 1)).matches();
    }

    private static String label(String text, String label) {
        String ascii = label.chars().allMatch(c -> c < 0x80) ? lower(label) : encoded(text, label);
        if (!LABEL.matcher(ascii).matches()) {
            throw invalid(text, "is not a plain host name: letters, digits and hyphens between single dots");
        }
        if (ascii.startsWith(ASCII_FORM) && !stands(ascii)) {
            throw invalid(text, "holds " + Quoted.of(ascii) + ", which stands for no name");
        }
        return ascii;
    }

    /** Other scripts have an ASCII form; a letter that merely reads like an ASCII one is no other script. */
    private static String encoded(String text, String label) {
        String ascii = "";
        try {
            ascii = lower(IDN.toASCII(label, IDN.USE_STD3_ASCII_RULES));
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        if (!ascii.startsWith(ASCII_FORM) || ascii.indexOf('.') >= 0) {
            throw invalid(text, "has letters that read like others; write it in ASCII");
        }
        return ascii;
    }

    private static boolean stands(String ascii) {
        try {
            String unicode = IDN.toUnicode(ascii, IDN.USE_STD3_ASCII_RULES);
            return !unicode.equals(ascii)
                    && lower(IDN.toASCII(unicode, IDN.USE_STD3_ASCII_RULES)).equals(ascii);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String ipv4(String text, String[] labels) {
        boolean plain = labels.length == 4;
        for (String label : labels) {
            plain &= BYTE.matcher(label).matches();
        }
        if (!plain) {
            throw invalid(text, "ends in a number and is not four plain decimal numbers");
        }
        if (labels[0].equals("0")) {
            throw invalid(text, "is no address that anything answers by its own name");
        }
        return text;
    }

    private static String lower(String ascii) {
        return ascii.toLowerCase(java.util.Locale.ROOT);
    }

    static WritException invalid(String text, String objection) {
        String shown = text.length() > 100 ? text.substring(0, 100) + "…" : text;
        return Fields.invalid(
                "The host " + Quoted.of(shown) + " " + objection + ".",
                "Write a full name or an address, with a port where it is not 443, as in repo.example.org:8443.");
    }
}
