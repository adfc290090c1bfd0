package dev.berth.registry.image.manifest;

import dev.berth.model.Digest;
import dev.berth.model.Digester;
import dev.berth.model.Malformed;
import dev.berth.model.MediaType;
import dev.berth.registry.refusal.ManifestInvalid;
import dev.berth.registry.refusal.ManifestInvalid.Kind;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Collects the members of one manifest; unknown ones are passed over, wherever they are. */
final class DocumentReader {
  private static final String TOO_MANY_LAYERS = "Limit on number of layers per image exceeded";

  private final JsonReader json;
  private final int maxLayers;
  private final Set<String> members = new HashSet<>();
  private Optional<Long> schemaVersion = Optional.empty();
  private Optional<String> mediaType = Optional.empty();
  private Optional<String> artifactType = Optional.empty();
  private Optional<Descriptor> config = Optional.empty();
  private Optional<List<Descriptor>> layers = Optional.empty();
  private Optional<List<Descriptor>> manifests = Optional.empty();
  private Optional<Descriptor> subject = Optional.empty();
  private Map<String, String> annotations = Map.of();

  private DocumentReader(JsonReader json, int maxLayers) {
    this.json = json;
    this.maxLayers = maxLayers;
  }

  static Document read(byte[] bytes, int maxLayers) {
    return JsonReader.document(
        bytes,
        json -> {
          DocumentReader reader = new DocumentReader(json, maxLayers);
          json.object("", reader::member);
          return reader.document();
        });
  }

  private Document document() {
    return new Document(
        members,
        schemaVersion,
        mediaType,
        artifactType,
        config,
        layers,
        manifests,
        subject,
        annotations);
  }

  private void member(String name) {
    switch (name) {
      case "schemaVersion" -> schemaVersion = json.number(name);
      case "mediaType" -> mediaType = json.text(name);
      case "artifactType" -> artifactType = json.text(name).map(type -> type(name, type).value());
      case "config" -> config = descriptor(name);
      case "layers" -> layers = json.array(name, this::layer);
      case "manifests" -> manifests = json.array(name, this::entry);
      case "subject" -> subject = descriptor(name);
      case "annotations" -> annotations = json.texts(name);
      case "fsLayers" -> json.skip();
      default -> {
        json.skip();
        return;
      }
    }
    members.add(name);
  }

  private Descriptor layer(String path) {
    if (path.equals("layers[" + maxLayers + "]")) {
      throw new ManifestInvalid(Kind.TOO_MANY_LAYERS, TOO_MANY_LAYERS);
    }
    return entry(path);
  }

  private Descriptor entry(String path) {
    return descriptor(path).orElseThrow(() -> JsonReader.member(path, "is null"));
  }

  private Optional<Descriptor> descriptor(String path) {
    return json.isNull() ? Optional.empty() : Optional.of(new DescriptorReader(json, path).read());
  }

  static MediaType type(String path, String text) {
    try {
      return new MediaType(text);
    } catch (Malformed e) {
      throw JsonReader.member(path, "is wrong: " + e.getMessage());
    }
  }

  /** Collects the members of one descriptor. */
  private static final class DescriptorReader {
    private final JsonReader json;
    private final String path;
    private Optional<String> mediaType = Optional.empty();
    private Optional<String> digest = Optional.empty();
    private Optional<Long> size = Optional.empty();
    private Optional<String> data = Optional.empty();
    private List<String> urls = List.of();
    private Optional<Platform> platform = Optional.empty();

    DescriptorReader(JsonReader json, String path) {
      this.json = json;
      this.path = path;
    }

    Descriptor read() {
      json.object(path, this::member);
      MediaType type = type(path + ".mediaType", required("mediaType", mediaType));
      Digest name = digest(required("digest", digest));
      long length = required("size", size);
      if (length < 0) {
        throw JsonReader.member(path + ".size", "is negative");
      }
      data.ifPresent(base64 -> verify(base64, name, length));
      return new Descriptor(type, name, length, urls, platform);
    }

    private void member(String name) {
      String at = path + "." + name;
      switch (name) {
        case "mediaType" -> mediaType = json.text(at);
        case "digest" -> digest = json.text(at);
        case "size" -> size = json.number(at);
        case "data" -> data = json.text(at);
        case "urls" -> urls = json.array(at, this::url).orElse(List.of());
        case "annotations" -> json.texts(at);
        case "artifactType" -> json.text(at).ifPresent(text -> type(at, text));
        case "platform" -> platform = platform(at);
        default -> json.skip();
      }
    }

    private String url(String at) {
      return json.text(at).orElseThrow(() -> JsonReader.member(at, "is null"));
    }

    private Optional<Platform> platform(String at) {
      return json.isNull() ? Optional.empty() : Optional.of(new PlatformReader(json, at).read());
    }

    private <T> T required(String name, Optional<T> value) {
      return value.orElseThrow(() -> JsonReader.member(path + "." + name, "is missing"));
    }

    private Digest digest(String text) {
      try {
        return Digest.parse(text);
      } catch (Malformed e) {
        throw JsonReader.member(path + ".digest", "is wrong: " + e.getMessage());
      }
    }

    private void verify(String base64, Digest name, long length) {
      byte[] content;
      try {
        content = Base64.getDecoder().decode(base64);
      } catch (IllegalArgumentException _) {
        throw JsonReader.member(path + ".data", "is not base64");
      }
      if (content.length != length || !Digester.digest(name.algorithm(), content).equals(name)) {
        throw new ManifestInvalid(
            Kind.DATA_MISMATCH, "'%s.data' is not the content that is described".formatted(path));
      }
    }
  }

  /** Collects the two members of a platform that it must have. */
  private static final class PlatformReader {
    private final JsonReader json;
    private final String path;
    private Optional<String> architecture = Optional.empty();
    private Optional<String> os = Optional.empty();

    PlatformReader(JsonReader json, String path) {
      this.json = json;
      this.path = path;
    }

    Platform read() {
      json.object(path, this::member);
      return new Platform(required("architecture", architecture), required("os", os));
    }

    private void member(String name) {
      switch (name) {
        case "architecture" -> architecture = json.text(path + "." + name);
        case "os" -> os = json.text(path + "." + name);
        default -> json.skip();
      }
    }

    private String required(String name, Optional<String> value) {
      return value.orElseThrow(() -> JsonReader.member(path + "." + name, "is missing"));
    }
  }
}
