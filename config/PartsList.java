import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the list of parts of a release (SBOM) in the form CycloneDX 1.6, and fails where the licence of a part is not known.
 * The same libraries give the same bytes. Run as a source file: {@code java PartsList.java LIBRARIES THIRD-PARTY VERSION TIME}.
 */
final class PartsList {
    /** A line of THIRD-PARTY. */
    private record Part(String group, String name, String version, String licence) {
        static Part read(String line) {
            String[] words = line.strip().split("\\s+", 2);
            String[] names = words[0].split(":");
            return new Part(names[0], names[1], names[2], words[1].strip());
        }

        String file() {
            return name + "-" + version + ".jar";
        }

        String purl() {
            return "pkg:maven/" + group + "/" + name + "@" + version + "?type=jar";
        }
    }

    private PartsList() {}

    public static void main(String[] arguments) throws IOException {
        Map<String, Part> known = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of(arguments[1]))) {
            if (line.matches("\\S+:\\S+:\\S+\\s+\\S.*")) {
                Part part = Part.read(line);
                known.put(part.file(), part);
            }
        }
        String version = arguments[2];
        List<Path> libraries;
        try (Stream<Path> files = Files.list(Path.of(arguments[0]))) {
            libraries = files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
        List<String> unknown = libraries.stream()
                .map(file -> file.getFileName().toString())
                .filter(file -> !file.startsWith("writ-") && !known.containsKey(file))
                .toList();
        if (!unknown.isEmpty()) {
            System.err.println("These libraries are not in THIRD-PARTY, so their licences are not known: " + unknown);
            System.exit(1);
        }
        String components = libraries.stream()
                .map(file -> component(file, known, version))
                .collect(Collectors.joining(",\n"));
        String body = """
                  "version": 1,
                  "metadata": {
                    "timestamp": "%s",
                    "component": {"type": "application", "bom-ref": "writ", "name": "writ", "version": "%s",
                      "licenses": [{"license": {"id": "Apache-2.0"}}]}
                  },
                  "components": [
                %s
                  ]
                }
                """.formatted(arguments[3], version, components);
        System.out.print("""
                {
                  "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
                  "bomFormat": "CycloneDX",
                  "specVersion": "1.6",
                  "serialNumber": "urn:uuid:%s",
                %s""".formatted(UUID.nameUUIDFromBytes(body.getBytes(StandardCharsets.UTF_8)), body));
    }

    private static String component(Path file, Map<String, Part> known, String version) {
        String name = file.getFileName().toString();
        Part part = known.getOrDefault(
                name, new Part("dev.writ", name.replaceFirst("(-" + version + ")?\\.jar$", ""), version, "Apache-2.0"));
        return """
                    {"type": "library", "bom-ref": "%s", "group": "%s", "name": "%s", "version": "%s", "scope": "required",
                      "purl": "%s",
                      "licenses": [%s],
                      "hashes": [{"alg": "SHA-256", "content": "%s"}]}\
                """.formatted(
                part.purl(), part.group(), part.name(), part.version(), part.purl(), licence(part.licence()), hash(file));
    }

    /** One identifier, or several in an expression. */
    private static String licence(String licence) {
        return licence.contains(" ")
                ? "{\"expression\": \"" + licence + "\"}"
                : "{\"license\": {\"id\": \"" + licence + "\"}}";
    }

    private static String hash(Path file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
