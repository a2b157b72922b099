package dev.writ.server.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All files of the pages, in memory. Their address holds a hash over all of them, so browsers may keep them for ever, and
 * ask for all of them anew once one has changed.
 */
final class WebFiles {
    private static final String FOLDER = "/web";
    private static final String INDEX = "index.html";
    private static final int HASH_DIGITS = 16;

    private final Map<String, WebFile> files;
    private final String assets;
    private final String importMap;
    private final byte[] index;

    private WebFiles(Map<String, WebFile> files, String template, String provider) {
        this.files = files;
        this.assets = "/assets/" + hash(files.values());
        this.importMap = VendorModules.importMap(assets);
        this.index = template.replace("{{assets}}", assets)
                .replace("{{importmap}}", importMap)
                .replace("{{preload}}", preloads())
                .replace("{{provider}}", attribute(provider))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** @param provider the name of the one that people log in with; empty where there is none */
    static WebFiles load(String provider) {
        Map<String, WebFile> files = new TreeMap<>();
        own().forEach(file -> files.put(file.path(), file));
        VendorModules.files().forEach(file -> files.put(file.path(), file));
        WebFile index = Optional.ofNullable(files.remove(INDEX)).orElseThrow();
        return new WebFiles(files, new String(index.content(), StandardCharsets.UTF_8), provider);
    }

    private static String attribute(String text) {
        return text.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;");
    }

    /** The page that every address gets; what it shows it finds out by itself. */
    byte[] index() {
        return index;
    }

    /** @param path below the server, for instance {@code /assets/0123456789abcdef/main.js} */
    Optional<WebFile> find(String path) {
        return path.startsWith(assets + "/")
                ? Optional.ofNullable(files.get(path.substring(assets.length() + 1)))
                : Optional.empty();
    }

    /**
     * What pages may do: run these files alone and speak to this server alone; no text becomes code or markup but what
     * Lit was given by these files.
     */
    String contentSecurityPolicy() {
        String hash = Base64.getEncoder().encodeToString(Secrets.sha256(importMap.getBytes(StandardCharsets.UTF_8)));
        return "default-src 'none'; script-src 'self' 'sha256-" + hash + "'; style-src 'self'; img-src 'self';"
                + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
                + " require-trusted-types-for 'script'; trusted-types lit-html";
    }

    /** All modules at once, rather than in waves as they import each other. */
    private String preloads() {
        return files.values().stream()
                .filter(WebFile::isModule)
                .map(file -> "<link rel=\"modulepreload\" href=\"" + assets + "/" + file.path() + "\">")
                .collect(Collectors.joining("\n"));
    }

    private static String hash(Collection<WebFile> files) {
        StringBuilder all = new StringBuilder();
        files.forEach(file -> all.append(file.path())
                .append(' ')
                .append(HexFormat.of().formatHex(Secrets.sha256(file.content())))
                .append('\n'));
        return Secrets.hash(all.toString()).substring(0, HASH_DIGITS);
    }

    private static List<WebFile> own() {
        try {
            URL folder = WebFiles.class.getResource(FOLDER + "/" + INDEX);
            if (folder == null) {
                throw new IllegalStateException("the build has forgotten the pages");
            }
            if (folder.openConnection() instanceof JarURLConnection jar) {
                URI file = jar.getJarFileURL().toURI();
                try (FileSystem inside = FileSystems.newFileSystem(Path.of(file))) {
                    return below(inside.getPath(FOLDER));
                }
            }
            return below(Path.of(folder.toURI()).resolveSibling(""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<WebFile> below(Path folder) throws IOException {
        List<WebFile> found = new ArrayList<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                String name = folder.relativize(path).toString().replace('\\', '/');
                found.add(WebFile.of(name, Files.readAllBytes(path)));
            }
        }
        return found;
    }
}
