package dev.berth.server;

import dev.berth.server.config.Config;
import dev.berth.server.door.Admission;
import dev.berth.server.door.PlainHttp;
import dev.berth.server.door.TrustedProxies;
import dev.berth.server.door.WrongCredentials;
import dev.berth.server.folder.DataFolder;
import dev.berth.server.http.HttpSettings;
import dev.berth.server.http.Limits;
import dev.berth.server.http.Tls;
import dev.berth.wire.door.RegistryHosts;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the configuration says of the network, as the parts that deal with it want to hear it.
 *
 * @param folder where a certificate of our own making is kept
 */
record Network(Config config, DataFolder folder) {

  /** Where and how clients are listened to. */
  HttpSettings http() {
    Optional<Tls> tls =
        config
            .tls()
            .map(
                how ->
                    switch (how) {
                      case Config.Tls.Files(Path certificate, Path key) ->
                          Tls.Files.of(certificate, key);
                      case Config.Tls.SelfSigned() ->
                          new Tls.SelfSigned(folder.tls(), List.of(certifiedHost()));
                    });
    return new HttpSettings(config.listen(), tls, Limits.DEFAULT);
  }

  private String certifiedHost() {
    InetAddress address = config.listen().getAddress();
    return address.isAnyLocalAddress() ? "localhost" : address.getHostAddress();
  }

  /**
   * What registries are called.
   *
   * @param port that is really bound
   */
  RegistryHosts hosts(int port) {
    Config.Naming naming = config.naming();
    return new RegistryHosts(naming.registryHost(), naming.proxyEndpoint(), naming.domain(), port);
  }

  /** Which requests are turned away before anybody looks at what they ask. */
  Admission admission(WrongCredentials wrong) {
    boolean loopback = config.listen().getAddress().isLoopbackAddress();
    return new Admission(
        new TrustedProxies(config.trustedProxies()),
        loopback || config.plainHttp() ? PlainHttp.TAKEN : PlainHttp.REFUSED,
        wrong);
  }
}
