import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks an export of a Writ audit log with nothing but this file, a JDK and the public key:
 *
 * <pre>java AuditVerifier.java export.ndjson key.pub [checkpoints-of-a-witness]</pre>
 *
 * Prints what it found; the exit code is 0 where all of it holds, 1 where it does not, 2 where it was called wrongly. It shares
 * no line with Writ, on purpose. docs/audit.md says what the lines of an export mean.
 */
public final class AuditVerifier {
    private final String keyName;
    private final byte[] keyId;
    private final byte[] key;
    private final Map<Long, byte[]> outside = new HashMap<>();
    private final Deque<byte[]> edge = new ArrayDeque<>();
    private final Map<String, Told> told = new LinkedHashMap<>();
    private final List<String> wrong = new ArrayList<>();
    private long size;
    private long events;
    private long leftOut;
    private long rows;
    private long rowsLeftOut;
    private long signed;
    private String root = "";

    private record Told(String hash, byte[] salt, boolean withheld, long seq) {}

    private AuditVerifier(String vkey) {
        String[] parts = vkey.strip().split("\\+", 3);
        byte[] typed = Base64.getDecoder().decode(parts[2]);
        keyName = parts[0];
        key = Arrays.copyOfRange(typed, 1, typed.length);
        keyId = Arrays.copyOf(sha256((keyName + "\n").getBytes(StandardCharsets.UTF_8), typed), 4);
        if (typed[0] != 1 || key.length != 32 || !HexFormat.of().formatHex(keyId).equals(parts[1])) {
            throw new IllegalArgumentException("the key is not one of an audit log");
        }
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 2 || arguments.length > 3) {
            System.err.println("usage: java AuditVerifier.java export.ndjson key.pub [checkpoints]");
            System.exit(2);
        }
        AuditVerifier verifier = new AuditVerifier(Files.readString(Path.of(arguments[1])));
        if (arguments.length == 3) {
            verifier.readOutside(Files.readString(Path.of(arguments[2])));
        }
        try (BufferedReader lines = Files.newBufferedReader(Path.of(arguments[0]))) {
            String line = lines.readLine();
            for (long number = 1; line != null; number++) {
                try {
                    verifier.line(line);
                } catch (RuntimeException e) {
                    verifier.wrong.add("line " + number + " is none of an export");
                }
                line = lines.readLine();
            }
        }
        System.exit(verifier.say() ? 0 : 1);
    }

    private void line(String line) {
        Map<String, String> members = members(line);
        if (members.containsKey("writ_audit_export")) {
            size = Long.parseLong(members.get("first")) - 1;
            strings(members.get("before")).forEach(hash -> edge.add(Base64.getDecoder().decode(hash)));
            if (edge.size() != Long.bitCount(size)) {
                wrong.add("what stands before the first event does not fit its number");
            }
        } else if (members.containsKey("leaf")) {
            event(members);
        } else if (members.containsKey("checkpoint")) {
            checkpoint(text(members.get("checkpoint")), size);
        } else if (members.containsKey("row_left_out")) {
            rowsLeftOut++;
            List<String> names = strings(members.get("row_left_out"));
            told.remove(names.get(0) + "\n" + names.get(1));
        } else if (members.containsKey("row")) {
            row(members.get("row"));
        } else {
            throw new IllegalArgumentException(line);
        }
    }

    private void event(Map<String, String> line) {
        long seq = Long.parseLong(line.get("seq"));
        if (seq != size + 1) {
            wrong.add("event " + (size + 1) + " is missing: event " + seq + " comes next");
        }
        String leaf = line.get("leaf");
        Map<String, String> members = members(leaf);
        boolean withheld = line.containsKey("left_out");
        byte[] salt = withheld ? new byte[0] : Base64.getDecoder().decode(text(line.get("salt")));
        if (withheld) {
            leftOut++;
        } else if (!hex(sha256(salt, utf8(line.get("data")))).equals(text(members.get("data")))) {
            wrong.add("the data of event " + seq + " are not those that were written");
        }
        for (String row : elements(members.get("rows"))) {
            List<String> parts = strings(row);
            told.put(parts.get(0) + "\n" + parts.get(1), new Told(parts.get(2), salt, withheld, seq));
        }
        append(sha256(new byte[] {0}, utf8(leaf)));
        events++;
        size = seq;
        byte[] known = outside.remove(size);
        if (known != null && !Arrays.equals(known, rootHash())) {
            wrong.add("the log up to event " + seq + " is not the one that the witness has a checkpoint of");
        }
    }

    private void row(String row) {
        rows++;
        Iterator<Map.Entry<String, String>> members = members(row).entrySet().iterator();
        String table = text(members.next().getValue());
        String id = text(members.next().getValue());
        Told by = told.remove(table + "\n" + id);
        if (by == null) {
            wrong.add("row " + id + " of " + table + ": no event tells of it");
        } else if (!by.withheld() && !hex(sha256(by.salt(), utf8(row))).equals(by.hash())) {
            wrong.add("row " + id + " of " + table + " is not as event " + by.seq() + " left it");
        }
    }

    private void checkpoint(String note, long at) {
        String[] lines = note.split("\n");
        byte[] stated = note.indexOf("\n\n") < 0 ? new byte[0] : Base64.getDecoder().decode(lines[2]);
        if (!signedByKey(note) || Long.parseLong(lines[1]) != at) {
            wrong.add("the checkpoint after event " + at + " is not one that the key signed");
        } else if (!Arrays.equals(stated, rootHash())) {
            wrong.add("the events after " + signed + " and up to " + at + " are not those that were signed");
        } else {
            signed = at;
            root = lines[2];
        }
    }

    private void readOutside(String notes) {
        StringBuilder note = new StringBuilder();
        for (String line : (notes + "\n").split("\n", -1)) {
            note.append(line).append('\n');
            if (line.startsWith("\u2014 ")) {
                String whole = note.toString().stripLeading();
                if (signedByKey(whole)) {
                    String[] lines = whole.split("\n");
                    outside.put(Long.parseLong(lines[1]), Base64.getDecoder().decode(lines[2]));
                } else {
                    wrong.add("a checkpoint of the witness is not one that the key signed");
                }
                note.setLength(0);
            }
        }
    }

    private boolean signedByKey(String note) {
        int end = note.indexOf("\n\n");
        if (end < 0 || !note.startsWith(keyName + "\n")) {
            return false;
        }
        String body = note.substring(0, end + 1);
        for (String line : note.substring(end + 2).split("\n")) {
            if (line.startsWith("\u2014 " + keyName + " ")) {
                byte[] named = Base64.getDecoder().decode(line.substring(line.lastIndexOf(' ') + 1));
                if (Arrays.equals(keyId, Arrays.copyOf(named, 4))
                        && verify(utf8(body), Arrays.copyOfRange(named, 4, named.length))) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean verify(byte[] text, byte[] signature) {
        try {
            byte[] encoded = HexFormat.of().parseHex("302a300506032b6570032100" + hex(key));
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
            ed25519.update(text);
            return ed25519.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private boolean say() {
        told.forEach((name, by) -> {
            if (!by.withheld() && !by.hash().isEmpty()) {
                String[] parts = name.split("\n", 2);
                wrong.add("row " + parts[1] + " of " + parts[0] + " is missing; event " + by.seq() + " told of it last");
            }
        });
        outside.keySet().stream().filter(known -> known > size).sorted().forEach(known -> wrong.add(
                "the end is missing: the witness has a checkpoint of " + known + " events, and here are " + size));
        if (signed == 0) {
            wrong.add("nothing here is signed");
        }
        if (wrong.isEmpty()) {
            System.out.println("The log verifies: " + events + " events up to number " + size + ", " + rows + " rows.");
            System.out.println("Signed by " + keyName + " up to event " + signed + ", root " + root + ".");
            if (signed < size) {
                System.out.println((size - signed) + " events after that are not signed yet.");
            }
            if (leftOut > 0) {
                System.out.println("The data of " + leftOut + " events were left out; their hashes hold.");
            }
            if (rowsLeftOut > 0) {
                System.out.println(rowsLeftOut + " rows were left out, and not checked.");
            }
            return true;
        }
        System.out.println("The log does not verify:");
        wrong.stream().limit(100).forEach(what -> System.out.println("- " + what));
        if (wrong.size() > 100) {
            System.out.println("- and " + (wrong.size() - 100) + " more");
        }
        return false;
    }

    private void append(byte[] leaf) {
        byte[] hash = leaf;
        for (int level = 0; (size >> level & 1) == 1; level++) {
            hash = node(edge.removeLast(), hash);
        }
        edge.addLast(hash);
    }

    private byte[] rootHash() {
        Iterator<byte[]> smallestFirst = edge.descendingIterator();
        byte[] hash = smallestFirst.next();
        while (smallestFirst.hasNext()) {
            hash = node(smallestFirst.next(), hash);
        }
        return hash;
    }

    private static byte[] node(byte[] left, byte[] right) {
        byte[] both = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, both, left.length, right.length);
        return sha256(new byte[] {1}, both);
    }

    private static byte[] sha256(byte[] first, byte[] second) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(first);
            return digest.digest(second);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The members of a JSON object, each value as it is written. */
    private static Map<String, String> members(String object) {
        Map<String, String> members = new LinkedHashMap<>();
        int at = 1;
        while (object.charAt(at) != '}') {
            int end = skip(object, at);
            String name = text(object.substring(at, end));
            int value = end + 1;
            end = skip(object, value);
            if (object.charAt(value - 1) != ':' || members.put(name, object.substring(value, end)) != null) {
                throw new IllegalArgumentException("not an object of an export");
            }
            at = object.charAt(end) == ',' ? end + 1 : end;
        }
        if (object.charAt(0) != '{' || at != object.length() - 1) {
            throw new IllegalArgumentException("not an object of an export");
        }
        return members;
    }

    /** The elements of a JSON array, each as it is written. */
    private static List<String> elements(String array) {
        List<String> elements = new ArrayList<>();
        int at = 1;
        while (array.charAt(at) != ']') {
            int end = skip(array, at);
            elements.add(array.substring(at, end));
            at = array.charAt(end) == ',' ? end + 1 : end;
        }
        return elements;
    }

    private static List<String> strings(String array) {
        return elements(array).stream().map(AuditVerifier::text).toList();
    }

    /** Where the JSON value that begins here ends. */
    private static int skip(String json, int from) {
        int depth = 0;
        int at = from;
        boolean quoted = false;
        while (true) {
            char c = json.charAt(at);
            if (quoted) {
                if (c == '\\') {
                    at++;
                } else if (c == '"') {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                if (depth == 0) {
                    return at;
                }
                depth--;
            } else if (depth == 0 && (c == ',' || c == ':')) {
                return at;
            }
            at++;
        }
    }

    /** What a JSON string says. */
    private static String text(String json) {
        if (json.charAt(0) != '"') {
            throw new IllegalArgumentException("not a text");
        }
        StringBuilder text = new StringBuilder();
        for (int i = 1; i < json.length() - 1; i++) {
            char c = json.charAt(i);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            i++;
            switch (json.charAt(i)) {
                case 'n' -> text.append('\n');
                case 'r' -> text.append('\r');
                case 't' -> text.append('\t');
                case 'b' -> text.append('\b');
                case 'f' -> text.append('\f');
                case 'u' -> {
                    text.append((char) Integer.parseInt(json, i + 1, i + 5, 16));
                    i += 4;
                }
                default -> text.append(json.charAt(i));
            }
        }
        return text.toString();
    }
}
