package dev.writ.cli.reference;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The compiled classes of a module, wherever the build has them. */
final class ClassFiles {
    private ClassFiles() {}

    /** All classes beside this one. */
    static List<ClassModel> around(Class<?> one) throws IOException {
        Path place;
        try {
            place = Path.of(
                    one.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
        if (Files.isDirectory(place)) {
            return read(place);
        }
        try (FileSystem archive = FileSystems.newFileSystem(place)) {
            return read(archive.getPath("/"));
        }
    }

    private static List<ClassModel> read(Path folder) throws IOException {
        List<ClassModel> classes = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".class"))
                    .sorted()
                    .toList()) {
                classes.add(ClassFile.of().parse(Files.readAllBytes(file)));
            }
        }
        return classes;
    }
}
