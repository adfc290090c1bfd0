import java.io.*;
import java.net.*;
import java.nio.*;
import java.nio.channels.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.security.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import javax.net.ssl.*;

/**
 * Registry benchmark: measures one or more OCI/Docker registries, interleaved A B A B, and prints
 * ratios. Own code, no dependencies. Run with `java Bench.java --help`.
 */
public class Bench {

  // ---------------------------------------------------------------- targets and options

  static final class Target {
    String name, auth, startCmd, prepareCmd, userCmd;
    URI base;
    long pid = -1;
    Process proc;
    // per-target state made during setup
    String blobDigest, manifestDigest, smallBlobDigest;
    long blobSize;
    Path data; // temporary folder of a server that we start, in $BENCH_DATA
  }

  static final Map<String, Target> targets = new LinkedHashMap<>();
  static boolean quick = true, insecure = true, verbose = false;
  static int fillGb = 0, rounds = -1, seconds = -1, pullMb = 256, pushMb = 64, tagCount = -1;
  static int crowd = 0;
  static int[] connections = {16, 64};
  static final Map<String, String> pages = new LinkedHashMap<>(); // how many tags -> repository
  static String prefix = "bench", jsonOut = null;
  static Set<String> only = null;
  static final String runId = Long.toString(System.currentTimeMillis(), 36);

  static Target t(String name) {
    return targets.computeIfAbsent(
        name,
        n -> {
          Target x = new Target();
          x.name = n;
          return x;
        });
  }

  static void usage() {
    System.out.println(
        """
        java Bench.java [options]
          --target NAME=URL     a registry (repeat; the first is 'ours', the others are peers)
          --user NAME=USER:PASS Basic auth for that target
          --user-cmd NAME=CMD   shell command that prints USER:PASS, run once the target answers, with $URL (for tokens)
          --pid NAME=PID        process to read RSS and CPU time from (Linux)
          --start NAME=CMD      start the server with this command (bash -c 'exec CMD', a temporary folder in
                                $BENCH_DATA), measure startup, stop it and delete the folder at the end
          --prepare NAME=CMD    shell command run once per repository with $REPO set (for registries without create-on-push)
          --quick | --full      quick (default, < 4 minutes for two targets) or full
          --rounds N            interleaved rounds per metric (quick 2, full 5)
          --seconds N           seconds per timed window (quick 1, full 4)
          --only a,b            only metrics whose name starts with one of these
          --prefix P            repository prefix (default bench)
          --pull-mb / --push-mb / --tags N   sizes (256 / 64 / quick 2000, full 10000)
          --connections 16,64   over how many kept connections requests are measured
          --crowd N             N clients on connections of their own pull one small image at once, again and again
          --page TAGS=REPO      a page of 100 tags out of a repository that has so many, v0000000 and up (repeat;
                                bench/rows.py makes them; every target needs it)
          --fill-gb N           keep N GB of filler in the page cache, so that writes recycle pages instead of taking
                                fresh ones from the host (about the free memory; matters for push in a VM)
          --json FILE           write results as JSON
        """);
  }

  public static void main(String[] args) throws Exception {
    if (args.length == 0) {
      usage();
      return;
    }
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--target" -> {
          String[] p = args[++i].split("=", 2);
          t(p[0]).base = URI.create(p[1].replaceAll("/+$", ""));
        }
        case "--user" -> {
          String[] p = args[++i].split("=", 2);
          t(p[0]).auth =
              "Basic " + Base64.getEncoder().encodeToString(p[1].getBytes(StandardCharsets.UTF_8));
        }
        case "--user-cmd" -> {
          String[] p = args[++i].split("=", 2);
          t(p[0]).userCmd = p[1];
        }
        case "--pid" -> {
          String[] p = args[++i].split("=", 2);
          t(p[0]).pid = Long.parseLong(p[1]);
        }
        case "--start" -> {
          String[] p = args[++i].split("=", 2);
          t(p[0]).startCmd = p[1];
        }
        case "--prepare" -> {
          String[] p = args[++i].split("=", 2);
          t(p[0]).prepareCmd = p[1];
        }
        case "--quick" -> quick = true;
        case "--full" -> quick = false;
        case "--rounds" -> rounds = Integer.parseInt(args[++i]);
        case "--seconds" -> seconds = Integer.parseInt(args[++i]);
        case "--only" -> only = new HashSet<>(Arrays.asList(args[++i].split(",")));
        case "--prefix" -> prefix = args[++i];
        case "--pull-mb" -> pullMb = Integer.parseInt(args[++i]);
        case "--push-mb" -> pushMb = Integer.parseInt(args[++i]);
        case "--tags" -> tagCount = Integer.parseInt(args[++i]);
        case "--connections" ->
            connections = Arrays.stream(args[++i].split(",")).mapToInt(Integer::parseInt).toArray();
        case "--crowd" -> crowd = Integer.parseInt(args[++i]);
        case "--page" -> {
          String[] p = args[++i].split("=", 2);
          pages.put(p[0], p[1]);
        }
        case "--fill-gb" -> fillGb = Integer.parseInt(args[++i]);
        case "--json" -> jsonOut = args[++i];
        case "--verbose" -> verbose = true;
        default -> {
          usage();
          System.exit(2);
        }
      }
    }
    if (rounds < 0) rounds = quick ? 2 : 5;
    if (seconds < 0) seconds = quick ? 1 : 4;
    if (tagCount < 0) tagCount = quick ? 2000 : 10000;
    long t0 = System.nanoTime();
    Path filler = fillGb > 0 ? Files.createTempFile("bench-fill-", null) : null;
    try {
      if (filler != null) fill(filler);
      run();
    } finally {
      if (filler != null) Files.deleteIfExists(filler);
      for (Target t : targets.values()) {
        stop(t);
        if (t.data != null)
          try (var w = Files.walk(t.data)) {
            w.sorted(Comparator.reverseOrder()).forEach(f -> f.toFile().delete());
          }
      }
    }
    System.out.printf("%ntotal %.0f s%n", (System.nanoTime() - t0) / 1e9);
    System.exit(0);
  }

  static void fill(Path p) throws Exception {
    ByteBuffer b = ByteBuffer.allocateDirect(1 << 20);
    try (FileChannel f = FileChannel.open(p, StandardOpenOption.WRITE)) {
      for (long i = 0; i < fillGb * 1000L; i++) {
        b.clear();
        while (b.hasRemaining()) f.write(b);
      }
    }
    settle();
  }

  // ---------------------------------------------------------------- results

  /** name -> target -> one value per round */
  static final Map<String, Map<String, List<Double>>> values = new LinkedHashMap<>();

  static final Map<String, String> units = new HashMap<>();
  static final Map<String, Boolean> higherIsBetter = new HashMap<>();

  static void put(String metric, String unit, boolean higher, Target t, double v) {
    units.put(metric, unit);
    higherIsBetter.put(metric, higher);
    values
        .computeIfAbsent(metric, k -> new LinkedHashMap<>())
        .computeIfAbsent(t.name, k -> new ArrayList<>())
        .add(v);
  }

  static double median(List<Double> l) {
    if (l == null || l.isEmpty()) return Double.NaN;
    double[] a = l.stream().mapToDouble(x -> x).sorted().toArray();
    return a.length % 2 == 1 ? a[a.length / 2] : (a[a.length / 2 - 1] + a[a.length / 2]) / 2;
  }

  interface Body {
    void run(Target t) throws Exception;
  }

  static boolean wanted(String metric) {
    return only == null || only.stream().anyMatch(metric::startsWith);
  }

  /** Runs one metric for every target, interleaved, after an unrecorded warm-up of each. */
  static void metric(String name, boolean warm, Body b) {
    if (!wanted(name)) return;
    for (int r = warm ? -1 : 0; r < rounds; r++) {
      // alternate the order so that neither side always runs second
      List<Target> order = new ArrayList<>(targets.values());
      if ((r & 1) == 1) Collections.reverse(order);
      for (Target t : order) {
        try {
          warming = r < 0;
          double c0 = cpuSeconds(t);
          long w0 = System.nanoTime();
          b.run(t);
          if (!warming && c0 >= 0)
            put(
                name + ".server-cores",
                "cores",
                false,
                t,
                (cpuSeconds(t) - c0) / ((System.nanoTime() - w0) / 1e9));
        } catch (Exception e) {
          System.err.println("! " + name + " on " + t.name + ": " + e);
          if (verbose) e.printStackTrace();
        }
      }
    }
    warming = false;
    printMetric(name);
  }

  static boolean warming;

  static void rec(String metric, String unit, boolean higher, Target t, double v) {
    if (!warming) put(metric, unit, higher, t, v);
  }

  static double ratio(String metric, String a, String b) {
    List<Double> x = values.get(metric).get(a), y = values.get(metric).get(b);
    if (x == null || y == null) return Double.NaN;
    List<Double> rs = new ArrayList<>();
    for (int i = 0; i < Math.min(x.size(), y.size()); i++) rs.add(x.get(i) / y.get(i));
    return median(rs);
  }

  static boolean headerDone;

  static void printMetric(String name) {
    List<String> names = new ArrayList<>(targets.keySet());
    if (!headerDone) {
      headerDone = true;
      StringBuilder sb = new StringBuilder(String.format("%-34s %-9s", "metric", "unit"));
      for (String n : names) sb.append(String.format(" %12s", n));
      for (int i = 1; i < names.size(); i++)
        sb.append(String.format(" %18s", names.get(0) + "/" + names.get(i)));
      System.out.println(sb);
    }
    for (String m : new ArrayList<>(values.keySet())) {
      if (!(m.equals(name) || m.startsWith(name + "."))) continue;
      StringBuilder sb = new StringBuilder(String.format("%-34s %-9s", m, units.get(m)));
      for (String n : names) sb.append(String.format(" %12s", fmt(median(values.get(m).get(n)))));
      for (int i = 1; i < names.size(); i++) {
        double q = ratio(m, names.get(0), names.get(i));
        sb.append(
            String.format(
                " %11sx %s",
                fmt(q),
                Double.isNaN(q)
                    ? "     "
                    : (higherIsBetter.get(m) == q > 1) ? "better" : "worse "));
      }
      System.out.println(sb);
    }
    System.out.flush();
  }

  static String fmt(double v) {
    if (Double.isNaN(v)) return "-";
    if (Math.abs(v) >= 100) return String.format("%.0f", v);
    if (Math.abs(v) >= 10) return String.format("%.1f", v);
    return String.format("%.2f", v);
  }

  // ---------------------------------------------------------------- process control, RSS, CPU

  static void start(Target t) throws Exception {
    if (t.data == null) t.data = Files.createTempDirectory("bench-" + t.name + "-");
    ProcessBuilder pb =
        new ProcessBuilder("bash", "-c", "exec " + t.startCmd)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    pb.environment().put("BENCH_DATA", t.data.toString());
    t.proc = pb.start();
    t.pid = t.proc.pid();
  }

  static void stop(Target t) throws Exception {
    if (t.proc == null) return;
    List<ProcessHandle> kids = t.proc.descendants().toList();
    t.proc.destroy();
    if (!t.proc.waitFor(5, TimeUnit.SECONDS)) t.proc.destroyForcibly().waitFor();
    kids.forEach(ProcessHandle::destroy);
    t.proc = null;
  }

  static boolean alive(Target t) {
    try (Conn c = new Conn(t)) {
      int s = c.request("GET", "/v2/", null, null, 0).status;
      return s == 200 || s == 401;
    } catch (IOException e) {
      return false;
    }
  }

  static double startupMs(Target t) throws Exception {
    long t0 = System.nanoTime();
    start(t);
    while (!alive(t)) {
      if (System.nanoTime() - t0 > 60e9) throw new IOException(t.name + " did not start");
      if (!t.proc.isAlive()) throw new IOException(t.name + " exited while starting");
      Thread.sleep(2);
    }
    return (System.nanoTime() - t0) / 1e6;
  }

  static double rssMb(Target t) {
    if (t.pid < 0) return Double.NaN;
    double sum = 0;
    List<Long> pids = new ArrayList<>(List.of(t.pid));
    ProcessHandle.of(t.pid).ifPresent(h -> h.descendants().forEach(d -> pids.add(d.pid())));
    for (long p : pids)
      try {
        for (String l : Files.readAllLines(Path.of("/proc/" + p + "/status")))
          if (l.startsWith("VmRSS:")) sum += Double.parseDouble(l.replaceAll("[^0-9]", "")) / 1024;
      } catch (IOException ignored) {
      }
    return sum;
  }

  static double cpuSeconds(Target t) {
    if (t.pid < 0) return -1;
    double sum = 0;
    List<Long> pids = new ArrayList<>(List.of(t.pid));
    ProcessHandle.of(t.pid).ifPresent(h -> h.descendants().forEach(d -> pids.add(d.pid())));
    for (long p : pids)
      try {
        String s = Files.readString(Path.of("/proc/" + p + "/stat"));
        String[] f = s.substring(s.lastIndexOf(')') + 2).split(" ");
        sum += (Long.parseLong(f[11]) + Long.parseLong(f[12])) / 100.0; // USER_HZ
      } catch (IOException ignored) {
      }
    return sum;
  }

  // ---------------------------------------------------------------- a small blocking HTTP/1.1
  // client

  record Response(int status, Map<String, String> headers, byte[] body, long length) {}

  static final class Conn implements Closeable {
    final String host;
    final int port;
    final boolean tls;
    final String auth;
    SocketChannel ch;
    SSLSocket ssl;
    final ByteBuffer in = ByteBuffer.allocateDirect(crowd > 0 ? 32 * 1024 : 256 * 1024);
    byte[] tmp;

    Conn(Target t) throws IOException {
      this(t.base.getHost(), port(t.base), "https".equals(t.base.getScheme()), t.auth);
    }

    Conn(String host, int port, boolean tls, String auth) throws IOException {
      this.host = host;
      this.port = port;
      this.tls = tls;
      this.auth = auth;
      connect();
    }

    static int port(URI u) {
      return u.getPort() > 0 ? u.getPort() : "https".equals(u.getScheme()) ? 443 : 80;
    }

    void connect() throws IOException {
      in.clear().limit(0);
      if (tls) {
        ssl = (SSLSocket) sslFactory().createSocket(host, port);
        ssl.setTcpNoDelay(true);
        ssl.startHandshake();
        tmp = new byte[in.capacity()];
      } else {
        ch = SocketChannel.open(new InetSocketAddress(host, port));
        ch.setOption(StandardSocketOptions.TCP_NODELAY, true);
      }
    }

    int fill() throws IOException {
      in.clear();
      int n;
      if (ssl != null) {
        n = ssl.getInputStream().read(tmp);
        if (n > 0) in.put(tmp, 0, n);
        in.flip();
      } else {
        n = ch.read(in);
        in.flip();
      }
      return n;
    }

    void write(ByteBuffer b) throws IOException {
      if (ssl != null) {
        byte[] a = new byte[Math.min(b.remaining(), 256 * 1024)];
        while (b.hasRemaining()) {
          int n = Math.min(a.length, b.remaining());
          b.get(a, 0, n);
          ssl.getOutputStream().write(a, 0, n);
        }
      } else while (b.hasRemaining()) ch.write(b);
    }

    void writeAscii(String s) throws IOException {
      write(ByteBuffer.wrap(s.getBytes(StandardCharsets.ISO_8859_1)));
    }

    String head(String method, String path, Map<String, String> h, long len) {
      StringBuilder sb =
          new StringBuilder(256)
              .append(method)
              .append(' ')
              .append(path)
              .append(" HTTP/1.1\r\nHost: ")
              .append(host)
              .append(':')
              .append(port)
              .append("\r\n");
      if (auth != null) sb.append("Authorization: ").append(auth).append("\r\n");
      if (h != null) h.forEach((k, v) -> sb.append(k).append(": ").append(v).append("\r\n"));
      if (len == -1) sb.append("Transfer-Encoding: chunked\r\n");
      else if (len > 0 || !(method.equals("GET") || method.equals("HEAD")))
        sb.append("Content-Length: ").append(len).append("\r\n");
      return sb.append("\r\n").toString();
    }

    Response request(String method, String path, Map<String, String> h, byte[] body, int unused)
        throws IOException {
      writeAscii(head(method, path, h, body == null ? 0 : body.length));
      if (body != null) write(ByteBuffer.wrap(body));
      return response(method, true, null);
    }

    String line() throws IOException {
      StringBuilder sb = new StringBuilder(64);
      while (true) {
        if (!in.hasRemaining() && fill() < 0) throw new EOFException();
        byte b = in.get();
        if (b == '\n') return sb.toString();
        if (b != '\r') sb.append((char) (b & 0xff));
      }
    }

    /**
     * keep: return the body bytes; counter: add body bytes as they come (for throughput windows).
     */
    Response response(String method, boolean keep, LongAdder counter) throws IOException {
      String sl = line();
      while (sl.startsWith("HTTP/1.1 1")) {
        while (!line().isEmpty()) {}
        sl = line();
      }
      int status = Integer.parseInt(sl.substring(9, 12));
      Map<String, String> h = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      for (String l; !(l = line()).isEmpty(); ) {
        int i = l.indexOf(':');
        if (i > 0) h.put(l.substring(0, i), l.substring(i + 1).trim());
      }
      ByteArrayOutputStream bo = keep ? new ByteArrayOutputStream() : null;
      long total = 0;
      if (!method.equals("HEAD") && status != 204 && status != 304) {
        if ("chunked".equalsIgnoreCase(h.get("transfer-encoding"))) {
          while (true) {
            int n = Integer.parseInt(line().split(";")[0].trim(), 16);
            if (n == 0) {
              while (!line().isEmpty()) {}
              break;
            }
            total += body(n, bo, counter);
            line();
          }
        } else if (h.get("content-length") != null)
          total = body(Long.parseLong(h.get("content-length")), bo, counter);
      }
      return new Response(status, h, bo == null ? null : bo.toByteArray(), total);
    }

    long body(long n, ByteArrayOutputStream bo, LongAdder counter) throws IOException {
      long left = n;
      while (left > 0) {
        if (!in.hasRemaining() && fill() < 0) throw new EOFException("body cut short by " + left);
        int k = (int) Math.min(left, in.remaining());
        if (bo != null) {
          byte[] a = new byte[k];
          in.get(a);
          bo.write(a, 0, k);
        } else in.position(in.position() + k);
        if (counter != null) counter.add(k);
        left -= k;
      }
      return n;
    }

    @Override
    public void close() throws IOException {
      if (ssl != null) ssl.close();
      else if (ch != null) ch.close();
    }
  }

  static SSLSocketFactory factory;

  static synchronized SSLSocketFactory sslFactory() {
    if (factory == null)
      try {
        SSLContext c = SSLContext.getInstance("TLS");
        c.init(
            null,
            new TrustManager[] {
              new X509ExtendedTrustManager() { // a benchmark of self-signed servers
                public void checkClientTrusted(java.security.cert.X509Certificate[] a, String b) {}

                public void checkServerTrusted(java.security.cert.X509Certificate[] a, String b) {}

                public void checkClientTrusted(
                    java.security.cert.X509Certificate[] a, String b, Socket s) {}

                public void checkServerTrusted(
                    java.security.cert.X509Certificate[] a, String b, Socket s) {}

                public void checkClientTrusted(
                    java.security.cert.X509Certificate[] a, String b, SSLEngine s) {}

                public void checkServerTrusted(
                    java.security.cert.X509Certificate[] a, String b, SSLEngine s) {}

                public java.security.cert.X509Certificate[] getAcceptedIssuers() {
                  return new java.security.cert.X509Certificate[0];
                }
              }
            },
            null);
        factory = c.getSocketFactory();
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    return factory;
  }

  // ---------------------------------------------------------------- content

  static ByteBuffer base; // random bytes, direct
  static final AtomicLong serial = new AtomicLong(System.nanoTime());

  /** A unique blob: 16 bytes of its own, then a slice of the shared random bytes. */
  record Blob(byte[] head, int size, String digest) {
    static Blob make(int size) {
      byte[] h = new byte[16];
      ByteBuffer.wrap(h).putLong(serial.incrementAndGet()).putLong(runId.hashCode());
      MessageDigest md = sha();
      md.update(h);
      ByteBuffer s = base.duplicate();
      s.position(0).limit(size - 16);
      md.update(s);
      return new Blob(h, size, "sha256:" + HexFormat.of().formatHex(md.digest()));
    }

    /** the buffers that make up bytes [from, to) */
    List<ByteBuffer> part(int from, int to) {
      List<ByteBuffer> l = new ArrayList<>();
      if (from < 16) l.add(ByteBuffer.wrap(head, from, Math.min(16, to) - from));
      if (to > 16) l.add(base.duplicate().position(Math.max(0, from - 16)).limit(to - 16).slice());
      return l;
    }
  }

  static MessageDigest sha() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static String digest(byte[] b) {
    return "sha256:" + HexFormat.of().formatHex(sha().digest(b));
  }

  // ---------------------------------------------------------------- registry operations

  static String pathOf(Target t, Conn c, String location) {
    if (location.startsWith("/")) return location;
    URI u = URI.create(location);
    return u.getRawPath() + (u.getRawQuery() == null ? "" : "?" + u.getRawQuery());
  }

  static Response must(Response r, String what, int... ok) throws IOException {
    for (int s : ok) if (r.status == s) return r;
    throw new IOException(
        what
            + " answered "
            + r.status
            + " "
            + (r.body == null ? "" : new String(r.body, 0, Math.min(300, r.body.length))));
  }

  static String begin(Target t, Conn c, String repo) throws IOException {
    Response r =
        must(
            c.request("POST", "/v2/" + repo + "/blobs/uploads/", null, null, 0),
            "POST upload",
            202);
    return pathOf(t, c, r.headers.get("location"));
  }

  static void pushMono(Target t, Conn c, String repo, Blob b) throws IOException {
    String loc = begin(t, c, repo);
    c.writeAscii(
        c.head(
            "PUT",
            loc + (loc.contains("?") ? "&" : "?") + "digest=" + b.digest,
            Map.of("Content-Type", "application/octet-stream"),
            b.size));
    for (ByteBuffer x : b.part(0, b.size)) c.write(x);
    must(c.response("PUT", true, null), "PUT blob", 201);
  }

  /** The docker client's flow: one PATCH in chunked transfer coding, then an empty PUT. */
  static void pushStream(Target t, Conn c, String repo, Blob b) throws IOException {
    String loc = begin(t, c, repo);
    c.writeAscii(c.head("PATCH", loc, Map.of("Content-Type", "application/octet-stream"), -1));
    int step = 256 * 1024;
    for (int o = 0; o < b.size; o += step) {
      int e = Math.min(b.size, o + step);
      c.writeAscii(Integer.toHexString(e - o) + "\r\n");
      for (ByteBuffer x : b.part(o, e)) c.write(x);
      c.writeAscii("\r\n");
    }
    c.writeAscii("0\r\n\r\n");
    Response r = must(c.response("PATCH", true, null), "PATCH", 202);
    finish(t, c, pathOf(t, c, r.headers.get("location")), b);
  }

  /** Several PATCHes with Content-Range, then an empty PUT. */
  static void pushChunks(Target t, Conn c, String repo, Blob b, int chunk) throws IOException {
    String loc = begin(t, c, repo);
    for (int o = 0; o < b.size; o += chunk) {
      int e = Math.min(b.size, o + chunk);
      c.writeAscii(
          c.head(
              "PATCH",
              loc,
              Map.of(
                  "Content-Type", "application/octet-stream", "Content-Range", o + "-" + (e - 1)),
              e - o));
      for (ByteBuffer x : b.part(o, e)) c.write(x);
      Response r = must(c.response("PATCH", true, null), "PATCH", 202, 201);
      loc = pathOf(t, c, r.headers.get("location"));
    }
    finish(t, c, loc, b);
  }

  static void finish(Target t, Conn c, String loc, Blob b) throws IOException {
    must(
        c.request(
            "PUT", loc + (loc.contains("?") ? "&" : "?") + "digest=" + b.digest, null, null, 0),
        "PUT finish",
        201);
  }

  static final String MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";

  static byte[] manifest(String cfg, long cfgSize, List<Blob> layers) {
    StringBuilder sb =
        new StringBuilder(
            "{\"schemaVersion\":2,\"mediaType\":\""
                + MANIFEST
                + "\",\"config\":{\"mediaType\":\"application/vnd.docker.container.image.v1+json\",\"size\":"
                + cfgSize
                + ",\"digest\":\""
                + cfg
                + "\"},\"layers\":[");
    for (int i = 0; i < layers.size(); i++)
      sb.append(i > 0 ? "," : "")
          .append("{\"mediaType\":\"application/vnd.docker.image.rootfs.diff.tar.gzip\",\"size\":")
          .append(layers.get(i).size)
          .append(",\"digest\":\"")
          .append(layers.get(i).digest)
          .append("\"}");
    return sb.append("]}").toString().getBytes(StandardCharsets.UTF_8);
  }

  static byte[] config(List<Blob> layers) {
    StringBuilder sb =
        new StringBuilder(
            "{\"architecture\":\"amd64\",\"os\":\"linux\",\"created\":\"2025-01-01T00:00:00Z\",\"author\":\""
                + serial.incrementAndGet()
                + "\",\"config\":{\"Cmd\":[\"/bin/sh\"]},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[");
    for (int i = 0; i < layers.size(); i++)
      sb.append(i > 0 ? "," : "").append('"').append(layers.get(i).digest).append('"');
    return sb.append("]},\"history\":[]}").toString().getBytes(StandardCharsets.UTF_8);
  }

  static String putManifest(Conn c, String repo, String ref, byte[] m) throws IOException {
    must(
        c.request(
            "PUT", "/v2/" + repo + "/manifests/" + ref, Map.of("Content-Type", MANIFEST), m, 0),
        "PUT manifest",
        201);
    return digest(m);
  }

  static void pushBytes(Target t, Conn c, String repo, byte[] b, String digest) throws IOException {
    String loc = begin(t, c, repo);
    must(
        c.request(
            "PUT",
            loc + (loc.contains("?") ? "&" : "?") + "digest=" + digest,
            Map.of("Content-Type", "application/octet-stream"),
            b,
            0),
        "PUT blob",
        201);
  }

  /**
   * One small image as docker pushes it: per blob HEAD (404), POST, PATCH, PUT; then the manifest.
   */
  static void pushSmallImage(Target t, Conn c, String repo, String tag, List<Blob> layers)
      throws IOException {
    for (Blob b : layers) {
      must(
          c.request("HEAD", "/v2/" + repo + "/blobs/" + b.digest, null, null, 0), "HEAD blob", 404);
      pushStream(t, c, repo, b);
    }
    byte[] cfg = config(layers);
    String cd = digest(cfg);
    must(c.request("HEAD", "/v2/" + repo + "/blobs/" + cd, null, null, 0), "HEAD config", 404);
    pushBytes(t, c, repo, cfg, cd);
    putManifest(c, repo, tag, manifest(cd, cfg.length, layers));
  }

  // ---------------------------------------------------------------- load shapes

  interface Work {
    void run(int worker, Conn c) throws Exception;
  }

  /** n workers each with one connection; returns seconds from the common start to the last end. */
  static double parallel(Target t, int n, Work w) throws Exception {
    CountDownLatch ready = new CountDownLatch(n),
        go = new CountDownLatch(1),
        done = new CountDownLatch(n);
    AtomicReference<Exception> err = new AtomicReference<>();
    for (int i = 0; i < n; i++) {
      int id = i;
      Thread.ofPlatform()
          .daemon()
          .start(
              () -> {
                Conn c = null;
                boolean counted = false;
                try {
                  c = new Conn(t);
                  ready.countDown();
                  counted = true;
                  go.await();
                  w.run(id, c);
                } catch (Exception e) {
                  err.compareAndSet(null, e);
                } finally {
                  if (!counted) ready.countDown();
                  done.countDown();
                  try {
                    if (c != null) c.close();
                  } catch (IOException ignored) {
                  }
                }
              });
    }
    ready.await();
    long t0 = System.nanoTime();
    go.countDown();
    done.await();
    double s = (System.nanoTime() - t0) / 1e9;
    if (err.get() != null) throw err.get();
    return s;
  }

  /**
   * MB/s of GETting one path again and again over n connections for the window. Follows one
   * redirect.
   */
  static double pull(Target t, int n, String path) throws Exception {
    LongAdder bytes = new LongAdder();
    long end =
        System.nanoTime() + (long) (Math.max(1, seconds) * 1e9) + (n == 1 ? 500_000_000L : 0);
    AtomicBoolean bad = new AtomicBoolean(), closing = new AtomicBoolean();
    List<Conn> conns = Collections.synchronizedList(new ArrayList<>());
    long t0 = System.nanoTime();
    List<Thread> ths = new ArrayList<>();
    for (int i = 0; i < n; i++)
      ths.add(
          Thread.ofPlatform()
              .daemon()
              .start(
                  () -> {
                    try (Conn c = new Conn(t)) {
                      conns.add(c);
                      while (System.nanoTime() < end) {
                        c.writeAscii(c.head("GET", path, null, 0));
                        Response r = c.response("GET", false, bytes);
                        if (r.status == 307 || r.status == 302) {
                          URI u = t.base.resolve(r.headers.get("location"));
                          boolean same = u.getHost().equals(c.host) && Conn.port(u) == c.port;
                          Conn d =
                              same
                                  ? c
                                  : new Conn(
                                      u.getHost(),
                                      Conn.port(u),
                                      "https".equals(u.getScheme()),
                                      null);
                          if (!same) conns.add(d);
                          d.writeAscii(
                              d.head(
                                  "GET",
                                  u.getRawPath()
                                      + (u.getRawQuery() == null ? "" : "?" + u.getRawQuery()),
                                  null,
                                  0));
                          r = d.response("GET", false, bytes);
                          if (!same) d.close();
                        }
                        if (r.status != 200) bad.set(true);
                      }
                    } catch (IOException e) {
                      if (!closing.get()) bad.set(true);
                    }
                  }));
    Thread.sleep(Math.max(1, (end - System.nanoTime()) / 1_000_000));
    double s = (System.nanoTime() - t0) / 1e9;
    double mb = bytes.sum() / 1e6;
    closing.set(true);
    for (Conn c : new ArrayList<>(conns)) c.close(); // cut what is in flight
    for (Thread th : ths) th.join(5000);
    if (bad.get()) throw new IOException("a pull failed");
    return mb / s;
  }

  record Rps(double rps, double p50, double p99) {}

  /**
   * Closed loop of one request over n keep-alive connections. Plain: one selector thread. TLS:
   * virtual threads.
   */
  static Rps rps(Target t, int n, String method, String path, Map<String, String> h, int want)
      throws Exception {
    long dur = (long) (Math.max(1, seconds) * 1e9);
    int[] hist = new int[4096];
    LongAdder count = new LongAdder();
    double secs;
    if ("https".equals(t.base.getScheme())) {
      AtomicIntegerArray ah = new AtomicIntegerArray(4096);
      long end = System.nanoTime() + dur, t0 = System.nanoTime();
      AtomicReference<Exception> err = new AtomicReference<>();
      List<Thread> l = new ArrayList<>();
      for (int i = 0; i < n; i++)
        l.add(
            Thread.ofVirtual()
                .start(
                    () -> {
                      try (Conn c = new Conn(t)) {
                        while (System.nanoTime() < end) {
                          long a = System.nanoTime();
                          c.writeAscii(c.head(method, path, h, 0));
                          Response r = c.response(method, false, null);
                          if (r.status != want)
                            throw new IOException(path + " answered " + r.status);
                          ah.incrementAndGet(bucket(System.nanoTime() - a));
                          count.increment();
                        }
                      } catch (Exception e) {
                        err.compareAndSet(null, e);
                      }
                    }));
      for (Thread x : l) x.join();
      if (err.get() != null) throw err.get();
      secs = (System.nanoTime() - t0) / 1e9;
      for (int i = 0; i < 4096; i++) hist[i] = ah.get(i);
    } else {
      try (Conn probe = new Conn(t)) {
        must(probe.request(method, path, h, null, 0), method + " " + path, want);
      }
      byte[] req;
      try (Conn c = new Conn(t)) {
        req = c.head(method, path, h, 0).getBytes(StandardCharsets.ISO_8859_1);
      }
      Selector sel = Selector.open();
      final class St {
        SocketChannel ch;
        ByteBuffer out = ByteBuffer.allocateDirect(req.length).put(req).flip();
        long sent;
        long bodyLeft = -1;
        int hdr;
        byte[] acc = new byte[16384];
      }
      for (int i = 0; i < n; i++) {
        St s = new St();
        s.ch = SocketChannel.open(new InetSocketAddress(t.base.getHost(), Conn.port(t.base)));
        s.ch.setOption(StandardSocketOptions.TCP_NODELAY, true);
        s.ch.configureBlocking(false);
        s.ch.register(sel, SelectionKey.OP_READ, s);
      }
      ByteBuffer in = ByteBuffer.allocateDirect(256 * 1024);
      byte[] wantBytes = ("HTTP/1.1 " + want).getBytes(StandardCharsets.ISO_8859_1);
      boolean head = method.equals("HEAD");
      long t0 = System.nanoTime(), end = t0 + dur;
      for (SelectionKey k : sel.keys()) {
        St s = (St) k.attachment();
        s.sent = System.nanoTime();
        s.out.rewind();
        s.ch.write(s.out);
      }
      long done = 0;
      while (System.nanoTime() < end) {
        sel.select(200);
        for (Iterator<SelectionKey> it = sel.selectedKeys().iterator(); it.hasNext(); ) {
          SelectionKey k = it.next();
          it.remove();
          St s = (St) k.attachment();
          in.clear();
          int r = s.ch.read(in);
          if (r < 0) throw new EOFException("server closed a keep-alive connection");
          in.flip();
          boolean complete = false;
          if (s.bodyLeft >= 0) {
            s.bodyLeft -= in.remaining();
            complete = s.bodyLeft <= 0;
          } else {
            int k2 = Math.min(in.remaining(), s.acc.length - s.hdr);
            in.get(s.acc, s.hdr, k2);
            s.hdr += k2;
            int e = -1;
            for (int i = 3; i < s.hdr; i++)
              if (s.acc[i] == '\n'
                  && s.acc[i - 1] == '\r'
                  && s.acc[i - 2] == '\n'
                  && s.acc[i - 3] == '\r') {
                e = i + 1;
                break;
              }
            if (e > 0) {
              if (!Arrays.equals(s.acc, 0, wantBytes.length, wantBytes, 0, wantBytes.length))
                throw new IOException(
                    path + " answered " + new String(s.acc, 0, 40, StandardCharsets.ISO_8859_1));
              long cl = head ? 0 : contentLength(s.acc, e);
              if (cl < 0) { // chunked: look for the last chunk
                complete =
                    s.hdr >= 5
                        && s.acc[s.hdr - 1] == '\n'
                        && s.acc[s.hdr - 3] == '\n'
                        && s.acc[s.hdr - 5] == '0';
              } else {
                s.bodyLeft = cl - (s.hdr - e) - in.remaining();
                complete = s.bodyLeft <= 0;
              }
            }
          }
          if (complete) {
            long now = System.nanoTime();
            hist[bucket(now - s.sent)]++;
            done++;
            s.bodyLeft = -1;
            s.hdr = 0;
            s.sent = now;
            s.out.rewind();
            s.ch.write(s.out);
          }
        }
      }
      secs = (System.nanoTime() - t0) / 1e9;
      count.add(done);
      for (SelectionKey k : sel.keys()) k.channel().close();
      sel.close();
    }
    return new Rps(count.sum() / secs, pct(hist, 0.50), pct(hist, 0.99));
  }

  static long contentLength(byte[] a, int e) {
    String h = new String(a, 0, e, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
    int i = h.indexOf("\r\ncontent-length:");
    if (i < 0) return h.contains("\r\ntransfer-encoding: chunked") ? -1 : 0;
    return Long.parseLong(h.substring(i + 17, h.indexOf('\r', i + 3)).trim());
  }

  /** log buckets, about 1.6 percent wide */
  static int bucket(long ns) {
    return (int) Math.max(0, Math.min(4095, Math.log(Math.max(1000, ns) / 1000.0) * 64));
  }

  static double pct(int[] h, double p) {
    long sum = 0;
    for (int x : h) sum += x;
    long at = (long) Math.ceil(sum * p), c = 0;
    for (int i = 0; i < h.length; i++) {
      c += h[i];
      if (c >= at) return Math.exp((i + 0.5) / 64) / 1000;
    }
    return Double.NaN;
  }

  // ---------------------------------------------------------------- the run

  static String repoBlob, repoPush, repoTags, repoSmall;

  static void run() throws Exception {
    int max = Math.max(pushMb, 1) << 20;
    byte[] r = new byte[1 << 20];
    base = ByteBuffer.allocateDirect(Math.max(max, pullMb << 20));
    Random rnd = new Random(42);
    while (base.hasRemaining()) {
      rnd.nextBytes(r);
      base.put(r, 0, Math.min(r.length, base.remaining()));
    }
    base.flip();
    repoBlob = prefix + "/blob";
    repoPush = prefix + "/push";
    repoTags = prefix + "/tags";
    repoSmall = prefix + "/small";

    // startup: each start is a fresh process; the last one stays up
    if (targets.values().stream().anyMatch(x -> x.startCmd != null)) {
      int n = quick ? 3 : 7;
      for (int i = 0; i < n; i++)
        for (Target t : targets.values()) {
          if (t.startCmd == null) continue;
          stop(t);
          put("startup", "ms", false, t, startupMs(t));
        }
      printMetric("startup");
      Thread.sleep(1000);
    }
    for (Target t : targets.values()) if (t.pid > 0) put("rss.idle", "MiB", false, t, rssMb(t));
    if (values.containsKey("rss.idle")) printMetric("rss");

    for (Target t : targets.values()) {
      if (t.userCmd != null) {
        ProcessBuilder pb =
            new ProcessBuilder("bash", "-c", t.userCmd)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        pb.environment().put("URL", t.base.toString());
        Process p = pb.start();
        String user = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (p.waitFor() != 0 || !user.contains(":"))
          throw new IOException(t.name + ": --user-cmd printed no USER:PASS");
        t.auth =
            "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
      }
      for (String repo : List.of(repoBlob, repoPush, repoTags, repoSmall))
        if (t.prepareCmd != null) {
          ProcessBuilder pb = new ProcessBuilder("bash", "-c", t.prepareCmd).inheritIO();
          pb.environment().put("REPO", repo);
          pb.start().waitFor();
        }
      try (Conn c = new Conn(t)) {
        Blob big = Blob.make(pullMb << 20);
        pushMono(t, c, repoBlob, big);
        t.blobDigest = big.digest;
        t.blobSize = big.size;
        List<Blob> ls = new ArrayList<>();
        for (int i = 0; i < 3; i++) ls.add(Blob.make(10240));
        pushSmallImage(t, c, repoBlob, "latest", ls);
        t.smallBlobDigest = ls.get(0).digest;
        Response m =
            must(
                c.request(
                    "GET",
                    "/v2/" + repoBlob + "/manifests/latest",
                    Map.of("Accept", MANIFEST),
                    null,
                    0),
                "GET manifest",
                200);
        t.manifestDigest = digest(m.body);
      }
    }

    for (int n : new int[] {1, 4, 16})
      metric(
          "pull-" + pullMb + "M-c" + n,
          n == 1,
          t ->
              rec(
                  "pull-" + pullMb + "M-c" + n,
                  "MB/s",
                  true,
                  t,
                  pull(t, n, "/v2/" + repoBlob + "/blobs/" + t.blobDigest)));

    int blobs = quick ? 4 : 8;
    for (String kind : new String[] {"mono", "stream", "chunks"})
      for (int par : new int[] {1, 4}) {
        String name = "push-" + pushMb + "M-" + kind + "-p" + par;
        if (quick && kind.equals("chunks") && par == 4 && only == null) continue;
        metric(
            name,
            par == 1,
            t -> {
              int n = warming ? 1 : Math.max(par, blobs);
              List<Blob> bs = new ArrayList<>();
              for (int i = 0; i < n; i++)
                bs.add(Blob.make(pushMb << 20)); // hashed before the clock starts
              AtomicInteger next = new AtomicInteger();
              double s =
                  parallel(
                      t,
                      warming ? 1 : par,
                      (w, c) -> {
                        for (int i; (i = next.getAndIncrement()) < n; ) {
                          if (kind.equals("mono")) pushMono(t, c, repoPush, bs.get(i));
                          else if (kind.equals("stream")) pushStream(t, c, repoPush, bs.get(i));
                          else pushChunks(t, c, repoPush, bs.get(i), 16 << 20);
                        }
                      });
              rec(name, "MB/s", true, t, n * (double) (pushMb << 20) / 1e6 / s);
            });
      }

    Map<String, String> acc = Map.of("Accept", MANIFEST);
    settle();
    for (int n : connections) {
      rpsMetric("manifest-tag-c" + n, n, "GET", t -> "/v2/" + repoBlob + "/manifests/latest", acc);
      rpsMetric(
          "manifest-digest-c" + n,
          n,
          "GET",
          t -> "/v2/" + repoBlob + "/manifests/" + t.manifestDigest,
          acc);
      if (n == connections[0] || !quick)
        rpsMetric(
            "manifest-head-c" + n, n, "HEAD", t -> "/v2/" + repoBlob + "/manifests/latest", acc);
      rpsMetric(
          "blob-head-c" + n,
          n,
          "HEAD",
          t -> "/v2/" + repoBlob + "/blobs/" + t.smallBlobDigest,
          null);
      if (n == connections[0] || !quick)
        rpsMetric(
            "blob-10K-get-c" + n,
            n,
            "GET",
            t -> "/v2/" + repoBlob + "/blobs/" + t.smallBlobDigest,
            null);
    }

    if (crowd > 0) crowd();
    for (var page : pages.entrySet()) {
      String after = "v%07d".formatted(Long.parseLong(page.getKey()) / 2);
      rpsMetric(
          "tags-page100-of-" + page.getKey(),
          1,
          "GET",
          t -> "/v2/" + page.getValue() + "/tags/list?n=100&last=" + after,
          null);
    }

    for (int par : new int[] {1, 8}) {
      String name = "small-push-p" + par;
      metric(
          name,
          true,
          t -> {
            long end = System.nanoTime() + (long) (seconds * 1e9);
            LongAdder done = new LongAdder();
            double s =
                parallel(
                    t,
                    par,
                    (w, c) -> {
                      while (System.nanoTime() < end) {
                        List<Blob> ls =
                            List.of(Blob.make(10240), Blob.make(10240), Blob.make(10240));
                        pushSmallImage(t, c, repoSmall, "t" + serial.incrementAndGet(), ls);
                        done.increment();
                      }
                    });
            rec(name, "images/s", true, t, done.sum() / s);
          });
    }
    for (int par : new int[] {1, 8}) {
      String name = "small-pull-p" + par;
      metric(
          name,
          true,
          t -> {
            // a few hundred distinct images, pulled round robin: manifest by tag, config, three
            // layers
            List<String> tags = new ArrayList<>();
            Map<String, List<String>> paths = new ConcurrentHashMap<>();
            try (Conn c = new Conn(t)) {
              for (int i = 0; i < 20; i++) {
                List<Blob> ls = List.of(Blob.make(10240), Blob.make(10240), Blob.make(10240));
                String tag = "p" + serial.incrementAndGet();
                pushSmallImage(t, c, repoSmall, tag, ls);
                tags.add(tag);
                byte[] m =
                    c.request("GET", "/v2/" + repoSmall + "/manifests/" + tag, acc, null, 0).body;
                List<String> ps = new ArrayList<>();
                var mt =
                    java.util.regex.Pattern.compile("sha256:[0-9a-f]{64}")
                        .matcher(new String(m, StandardCharsets.UTF_8));
                while (mt.find()) ps.add("/v2/" + repoSmall + "/blobs/" + mt.group());
                paths.put(tag, ps);
              }
            }
            long end = System.nanoTime() + (long) (seconds * 1e9);
            LongAdder done = new LongAdder();
            double s =
                parallel(
                    t,
                    par,
                    (w, c) -> {
                      for (int i = w; System.nanoTime() < end; i++) {
                        String tag = tags.get(i % tags.size());
                        must(
                            c.request(
                                "GET", "/v2/" + repoSmall + "/manifests/" + tag, acc, null, 0),
                            "GET manifest",
                            200);
                        for (String p : paths.get(tag)) {
                          Response b = c.request("GET", p, null, null, 0);
                          if (b.status == 307)
                            b =
                                c.request(
                                    "GET", pathOf(t, c, b.headers.get("location")), null, null, 0);
                          must(b, "GET blob", 200);
                        }
                        done.increment();
                      }
                    });
            rec(name, "images/s", true, t, done.sum() / s);
          });
    }

    if (wanted("tags")) {
      // tagCount tags; time for the tagging itself is a metric too
      for (Target t : targets.values()) {
        // ECR allows 1,000 tags on an image: 500 on each of several
        List<byte[]> ms = new ArrayList<>();
        try (Conn c = new Conn(t)) {
          for (int i = 0; i <= tagCount / 500; i++) {
            byte[] cfg = config(List.of());
            pushBytes(t, c, repoTags, cfg, digest(cfg));
            ms.add(manifest(digest(cfg), cfg.length, List.of()));
          }
        }
        AtomicInteger next = new AtomicInteger();
        double c0 = cpuSeconds(t);
        double s =
            parallel(
                t,
                8,
                (w, c) -> {
                  for (int i; (i = next.getAndIncrement()) < tagCount; )
                    putManifest(c, repoTags, String.format("v%06d", i), ms.get(i / 500));
                });
        put("tags-put-p8", "tags/s", true, t, tagCount / s);
        if (c0 >= 0) put("tags-put-p8.server-cores", "cores", false, t, (cpuSeconds(t) - c0) / s);
      }
      printMetric("tags-put-p8");
      for (String q : new String[] {"all", "page100"})
        metric(
            "tags-list-" + q,
            true,
            t -> {
              try (Conn c = new Conn(t)) {
                long end = System.nanoTime() + (long) (seconds * 1e9), t0 = System.nanoTime();
                int n = 0;
                while (System.nanoTime() < end || n == 0) {
                  String p = "/v2/" + repoTags + "/tags/list?n=" + (q.equals("all") ? 1000 : 100);
                  int got = 0;
                  while (p != null) {
                    Response x = must(c.request("GET", p, null, null, 0), "tags/list", 200);
                    for (int i = 0; i < x.body.length - 1; i++)
                      if (x.body[i] == '"' && x.body[i + 1] == 'v') got++;
                    String link = x.headers.get("link");
                    p =
                        q.equals("all") && link != null
                            ? pathOf(t, c, link.substring(link.indexOf('<') + 1, link.indexOf('>')))
                            : null;
                  }
                  if (q.equals("all") && got < tagCount)
                    throw new IOException("listed " + got + " of " + tagCount + " tags");
                  n++;
                }
                rec("tags-list-" + q, "ms", false, t, (System.nanoTime() - t0) / 1e6 / n);
              }
            });
    }

    boolean any = false;
    for (Target t : targets.values())
      if (t.pid > 0) {
        put("rss.after-load", "MiB", false, t, rssMb(t));
        any = true;
      }
    if (any) {
      values.remove("rss.idle.x");
      printMetric("rss.after-load");
    }
    json();
  }

  /** Let the dirty pages of the pushes reach the disk, so that they do not slow what comes next. */
  static void settle() throws Exception {
    try {
      new ProcessBuilder("sync").start().waitFor(30, TimeUnit.SECONDS);
    } catch (IOException ignored) {
    }
  }

  interface PathOf {
    String of(Target t);
  }

  /** Everybody pulls the same image: manifest by tag, config and layers. Any failure ends it. */
  static void crowd() {
    String name = "crowd-" + crowd;
    metric(
        name,
        true,
        t -> {
          List<String> paths = new ArrayList<>();
          paths.add("/v2/" + repoBlob + "/manifests/latest");
          try (Conn c = new Conn(t)) {
            byte[] m =
                must(
                        c.request("GET", paths.get(0), Map.of("Accept", MANIFEST), null, 0),
                        "GET manifest",
                        200)
                    .body;
            var named =
                java.util.regex.Pattern.compile("sha256:[0-9a-f]{64}")
                    .matcher(new String(m, StandardCharsets.UTF_8));
            while (named.find()) paths.add("/v2/" + repoBlob + "/blobs/" + named.group());
          }
          double before = rssMb(t);
          long end = System.nanoTime() + (long) (seconds * 1e9);
          LongAdder done = new LongAdder();
          double s =
              parallel(
                  t,
                  crowd,
                  (w, c) -> {
                    do {
                      for (String p : paths)
                        must(
                            c.request("GET", p, Map.of("Accept", MANIFEST), null, 0),
                            "GET " + p,
                            200);
                      done.increment();
                    } while (System.nanoTime() < end);
                  });
          rec(name, "images/s", true, t, done.sum() / s);
          rec(name + ".rss-grown", "MiB", false, t, rssMb(t) - before);
        });
  }

  static void rpsMetric(String name, int n, String method, PathOf p, Map<String, String> h) {
    metric(
        name,
        true,
        t -> {
          Rps r = rps(t, n, method, p.of(t), h, 200);
          rec(name, "req/s", true, t, r.rps);
          rec(name + ".p50", "ms", false, t, r.p50);
          rec(name + ".p99", "ms", false, t, r.p99);
        });
  }

  static void json() throws IOException {
    if (jsonOut == null) return;
    List<String> names = new ArrayList<>(targets.keySet());
    StringBuilder sb =
        new StringBuilder(
            "{\n \"quick\": "
                + quick
                + ", \"rounds\": "
                + rounds
                + ", \"seconds\": "
                + seconds
                + ",\n \"cpus\": "
                + Runtime.getRuntime().availableProcessors()
                + ", \"java\": \""
                + System.getProperty("java.version")
                + "\",\n \"targets\": [");
    for (int i = 0; i < names.size(); i++)
      sb.append(i > 0 ? ", " : "").append('"').append(names.get(i)).append('"');
    sb.append("],\n \"metrics\": [\n");
    boolean first = true;
    for (var e : values.entrySet()) {
      if (!first) sb.append(",\n");
      first = false;
      String m = e.getKey();
      sb.append("  {\"name\": \"")
          .append(m)
          .append("\", \"unit\": \"")
          .append(units.get(m))
          .append("\", \"higher_is_better\": ")
          .append(higherIsBetter.get(m))
          .append(", \"values\": {");
      boolean f2 = true;
      for (var v : e.getValue().entrySet()) {
        sb.append(f2 ? "" : ", ")
            .append('"')
            .append(v.getKey())
            .append("\": ")
            .append(num(v.getValue()));
        f2 = false;
      }
      sb.append("}, \"median\": {");
      f2 = true;
      for (var v : e.getValue().entrySet()) {
        sb.append(f2 ? "" : ", ")
            .append('"')
            .append(v.getKey())
            .append("\": ")
            .append(num(List.of(median(v.getValue()))).replaceAll("[\\[\\]]", ""));
        f2 = false;
      }
      sb.append("}, \"ratio\": {");
      for (int i = 1; i < names.size(); i++)
        sb.append(i > 1 ? ", " : "")
            .append('"')
            .append(names.get(0))
            .append('/')
            .append(names.get(i))
            .append("\": ")
            .append(num(List.of(ratio(m, names.get(0), names.get(i)))).replaceAll("[\\[\\]]", ""));
      sb.append("}}");
    }
    Files.writeString(Path.of(jsonOut), sb.append("\n ]\n}\n").toString());
  }

  static String num(List<Double> l) {
    StringBuilder sb = new StringBuilder("[");
    for (int i = 0; i < l.size(); i++)
      sb.append(i > 0 ? ", " : "")
          .append(
              Double.isNaN(l.get(i)) || Double.isInfinite(l.get(i))
                  ? "null"
                  : String.format(Locale.ROOT, "%.4f", l.get(i)));
    return sb.append(']').toString();
  }
}
