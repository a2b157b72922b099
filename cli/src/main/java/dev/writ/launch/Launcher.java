package dev.writ.launch;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Starts Writ out of the one jar of a release. The libraries in it are unpacked once for each release, to a folder of the
 * user's own among their caches, and read from there. Compiled for Java 11 in a release, so that whoever has an older Java
 * than Writ needs reads a sentence and no stack trace.
 */
public final class Launcher {
    private static final int LEAST_JAVA = 25;
    private static final int UNUSABLE = 2;
    private static final String INSIDE = "inside/";
    private static final String MAIN = "dev.writ.cli.Main";
    private static final String CONTENT = "Writ-Content";
    private static final String LOGGING = "java.util.logging.config.file";

    private Launcher() {}

    public static void main(String[] arguments) throws Throwable {
        int java = Runtime.version().feature();
        if (java < LEAST_JAVA) {
            System.err.println("writ: Writ needs Java " + LEAST_JAVA + " or newer, and this is Java " + java
                    + ".\nStart it with a newer one: /path/to/java -jar writ.jar");
            System.exit(UNUSABLE);
        }
        Path jar = jar();
        try {
            start(jar, unpacked(jar), arguments);
        } catch (FileSystemException e) {
            System.err.println("writ: The libraries in " + jar + " cannot be unpacked: " + e.getMessage()
                    + ".\nSet XDG_CACHE_HOME to a folder that can be written to.");
            System.exit(UNUSABLE);
        }
    }

    private static Path jar() throws URISyntaxException {
        return Path.of(Launcher.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }

    private static void start(Path jar, Path folder, String[] arguments) throws Throwable {
        if (System.getProperty(LOGGING) == null) {
            System.setProperty(LOGGING, folder.resolve("logging.properties").toString());
        }
        // How other programs are told to start it.
        System.setProperty(
                "writ.launcher",
                Path.of(System.getProperty("java.home"), "bin", "java").toString());
        System.setProperty("writ.launcher.jar", jar.toString());
        List<URL> libraries = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                if (file.toString().endsWith(".jar")) {
                    libraries.add(file.toUri().toURL());
                }
            }
        }
        // Open as long as the process is.
        @SuppressWarnings("resource")
        URLClassLoader loader =
                new URLClassLoader("writ", libraries.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
        Thread.currentThread().setContextClassLoader(loader);
        try {
            loader.loadClass(MAIN).getMethod("main", String[].class).invoke(null, (Object) arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    /** The folder with what is in the jar; whole, or not there. */
    private static Path unpacked(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            String content = file.getManifest().getMainAttributes().getValue(CONTENT);
            Path caches = caches();
            Path folder = caches.resolve("jar-" + content);
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(caches);
                Path making = Files.createTempDirectory(
                        caches,
                        "making-",
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                try {
                    unpack(file, making);
                    Files.move(making, folder, StandardCopyOption.ATOMIC_MOVE);
                } catch (FileSystemException e) {
                    remove(making);
                    // Another start was faster, or it cannot be done.
                    if (!Files.isDirectory(folder)) {
                        throw e;
                    }
                }
            }
            return folder;
        }
    }

    private static Path caches() {
        String named = System.getenv("XDG_CACHE_HOME");
        Path all = named != null && named.startsWith(File.separator)
                ? Path.of(named)
                : Path.of(System.getProperty("user.home"), ".cache");
        return all.resolve("writ");
    }

    private static void unpack(JarFile jar, Path folder) throws IOException {
        for (JarEntry entry : Collections.list(jar.entries())) {
            String name = entry.getName();
            if (name.startsWith(INSIDE) && !entry.isDirectory()) {
                try (InputStream in = jar.getInputStream(entry)) {
                    Files.copy(in, folder.resolve(name.substring(INSIDE.length())));
                }
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(file);
            }
        }
    }
}
