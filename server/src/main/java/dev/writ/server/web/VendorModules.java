package dev.writ.server.web;

import dev.writ.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** The modules of Lit that pages use, out of the Maven artifacts in which they come. */
final class VendorModules {
    private record Module(String group, String artifact, String importedAs, String main, List<String> more) {}

    private static final List<Module> MODULES = List.of(
            new Module("org.mvnpm", "lit", "lit", "index.js", List.of()),
            new Module(
                    "org.mvnpm",
                    "lit-html",
                    "lit-html",
                    "lit-html.js",
                    List.of(
                            "is-server.js",
                            "directive.js",
                            "directive-helpers.js",
                            "directives/if-defined.js",
                            "directives/keyed.js",
                            "directives/live.js",
                            "directives/repeat.js")),
            new Module("org.mvnpm", "lit-element", "lit-element", "lit-element.js", List.of()),
            new Module(
                    "org.mvnpm.at.lit",
                    "reactive-element",
                    "@lit/reactive-element",
                    "reactive-element.js",
                    List.of("css-tag.js")));

    private VendorModules() {}

    static List<WebFile> files() {
        List<WebFile> files = new ArrayList<>();
        for (Module module : MODULES) {
            String version = version(module);
            files.add(file(module, version, module.main()));
            module.more().forEach(name -> files.add(file(module, version, name)));
        }
        return files;
    }

    /** Where the names stand for which by modules import each other, as browsers read it. */
    static String importMap(String assets) {
        var imports = Json.object();
        for (Module module : MODULES) {
            String folder = assets + "/vendor/" + module.artifact() + "/";
            imports.put(module.importedAs(), folder + module.main());
            imports.put(module.importedAs() + "/", folder);
        }
        return Json.write(Json.object().set("imports", imports));
    }

    private static WebFile file(Module module, String version, String name) {
        String resource = "/META-INF/resources/_static/" + module.artifact() + "/" + version + "/" + name;
        return WebFile.of("vendor/" + module.artifact() + "/" + name, read(resource));
    }

    private static String version(Module module) {
        Properties properties = new Properties();
        String resource = "/META-INF/maven/" + module.group() + "/" + module.artifact() + "/pom.properties";
        try (InputStream in = open(resource)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version", "");
    }

    private static byte[] read(String resource) {
        try (InputStream in = open(resource)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String resource) {
        InputStream in = VendorModules.class.getResourceAsStream(resource);
        if (in == null) {
            throw new IllegalStateException("the build has forgotten " + resource);
        }
        return in;
    }
}
