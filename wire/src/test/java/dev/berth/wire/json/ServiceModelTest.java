package dev.berth.wire.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;

class ServiceModelTest {
  private final ServiceModel ecr = ServiceModel.load("/dev/berth/wire/ecr/ecr-api.json");

  @Test
  void the_model_of_ecr_has_58_operations() {
    assertThat(ecr.operations()).hasSize(58);
    assertThat(ecr.signingName()).isEqualTo("ecr");
    assertThat(ecr.targetPrefix()).isEqualTo("AmazonEC2ContainerRegistry_V20150921");
  }

  @Test
  void only_two_exceptions_carry_more_than_a_message() {
    assertThat(ecr.errors().get("KmsException")).isEqualTo(Set.of("kmsError"));
    assertThat(ecr.errors().get("InvalidLayerPartException"))
        .containsExactlyInAnyOrder(
            "registryId", "repositoryName", "uploadId", "lastValidByteReceived");
    assertThat(ecr.errors().values().stream().filter(members -> !members.isEmpty())).hasSize(2);
  }

  @Test
  void constraints_stand_with_the_shapes() {
    Shape.Bounds length = new Shape.Bounds(2, 256);

    assertThat(ecr.require("PutImage").input().members().get("repositoryName"))
        .isInstanceOfSatisfying(
            Shape.Member.class,
            name -> {
              assertThat(name.required()).isTrue();
              assertThat(name.shape())
                  .isInstanceOfSatisfying(
                      Shape.Text.class, text -> assertThat(text.length()).isEqualTo(length));
            });
  }

  @Test
  void an_operation_that_models_no_invalid_parameter_answers_a_validation_exception() {
    assertThat(ecr.require("PutImage").violationCode()).isEqualTo("InvalidParameterException");
    assertThat(ecr.require("DeleteSigningConfiguration").violationCode())
        .isEqualTo("ValidationException");
  }

  @Test
  void a_model_that_is_not_there_is_refused() {
    assertThatThrownBy(() -> ServiceModel.load("/none.json")).hasMessageContaining("/none.json");
  }
}
