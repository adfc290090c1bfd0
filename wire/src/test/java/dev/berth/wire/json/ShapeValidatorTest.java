package dev.berth.wire.json;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.wire.aws.Unacceptable;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ECR dossier 1.3; CHECKLIST PR-08, PG-02, RP-01, RP-02, TM-02. */
class ShapeValidatorTest {
  private final ServiceModel ecr = ServiceModel.load("/dev/berth/wire/ecr/ecr-api.json");

  private static final String NAME_PATTERN =
      "[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(\\/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "DescribeRepositories|{'maxResults':1001}|maxResults|Member must have value less than or equal to 1000",
        "DescribeRepositories|{'maxResults':0}|maxResults|Member must have value greater than or equal to 1",
        "DescribeRepositories|{'repositoryNames':[]}|repositoryNames|Member must have length greater than or equal to 1",
        "CreateRepository|{}|repositoryName|Member must not be null",
        "CreateRepository|{'repositoryName':null}|repositoryName|Member must not be null",
        "CreateRepository|{'repositoryName':'a'}|repositoryName|Member must have length greater than or equal to 2",
        "CreateRepository|{'repositoryName':'ab','imageTagMutability':'SOME'}|imageTagMutability"
            + "|Member must satisfy enum value set: [MUTABLE, IMMUTABLE, IMMUTABLE_WITH_EXCLUSION, MUTABLE_WITH_EXCLUSION]",
        "CreateRepository|{'repositoryName':'ab','encryptionConfiguration':{}}"
            + "|encryptionConfiguration.encryptionType|Member must not be null",
        "PutImageTagMutability|{'repositoryName':'ab','imageTagMutability':'MUTABLE_WITH_EXCLUSION',"
            + "'imageTagMutabilityExclusionFilters':[{'filterType':'WILDCARD','filter':'a b'}]}"
            + "|imageTagMutabilityExclusionFilters.1.member.filter|must satisfy regular expression '^[0-9a-zA-Z._*-]{1,128}$'",
        "PutImage|{'repositoryName':'ab','imageManifest':''}|ImageManifest|Member must have length greater than or equal to 1",
        "SetRepositoryPolicy|{'repositoryName':'ab'}|PolicyText|Member must not be null",
        "UploadLayerPart|{'repositoryName':'ab','uploadId':'x','partFirstByte':0,'partLastByte':0,'layerPartBlob':''}|uploadId"
            + "|must satisfy regular expression '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}'"
      })
  void a_broken_constraint_is_named(
      String operation, String request, String member, String constraint) {
    assertThatThrownBy(() -> validate(operation, request))
        .isInstanceOf(Unacceptable.Violation.class)
        .hasMessage(
            "Invalid parameter at '%s' failed to satisfy constraint: '%s'"
                .formatted(member, constraint));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ab", "-a", "a//b", "a/", "a..b", "a___b", "aB", "a\\nb", "ab\\n"})
  void a_name_outside_the_pattern_is_refused(String name) {
    assertThatThrownBy(
            () -> validate("CreateRepository", "{'repositoryName':'%s'}".formatted(name)))
        .hasMessage(
            "Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must satisfy regular expression '%s''"
                .formatted(NAME_PATTERN));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a__b", "a--b", "a.b/c_d", "00", "a-----b/c"})
  void a_name_inside_the_pattern_passes(String name) {
    assertThatCode(() -> validate("CreateRepository", "{'repositoryName':'%s'}".formatted(name)))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "DescribeRepositories|{'maxResults':'ten'}",
        "DescribeRepositories|{'maxResults':1.5}",
        "DescribeRepositories|{'maxResults':99999999999999999999}",
        "DescribeRepositories|{'repositoryNames':'ab'}",
        "DescribeRepositories|{'repositoryNames':[null]}",
        "DescribeRepositories|[]",
        "DeleteRepository|{'repositoryName':'ab','force':'yes'}",
        "CreateRepository|{'repositoryName':['ab']}"
      })
  void a_value_of_another_json_type_is_unreadable(String operation, String request) {
    assertThatThrownBy(() -> validate(operation, request))
        .isInstanceOf(Unacceptable.Unreadable.class);
  }

  @Test
  void members_that_the_model_does_not_know_are_ignored() {
    assertThatCode(() -> validate("DescribeRegistry", "{'future':{'x':[1,{}]}}"))
        .doesNotThrowAnyException();
  }

  @Test
  void text_that_makes_a_pattern_backtrack_is_refused_in_bounded_time() {
    Pattern hostile = Pattern.compile("(?:[a-z]?[a-z]?[a-z]?[a-z]?[a-z]+)*(\\1|x)*$");

    Assertions.assertThat(PatternCheck.matches(hostile, "a".repeat(200) + "!")).isFalse();
  }

  @Test
  void a_scanning_filter_of_255_characters_that_almost_matches_is_refused() {
    String request =
        "{'scanType':'BASIC','rules':[{'scanFrequency':'SCAN_ON_PUSH','repositoryFilters':[{'filterType':'WILDCARD','filter':'%s'}]}]}"
            .formatted("a".repeat(254) + "!");

    assertThatThrownBy(() -> validate("PutRegistryScanningConfiguration", request))
        .isInstanceOf(Unacceptable.Violation.class)
        .hasMessageContaining("repositoryFilters.1.member.filter");
  }

  private void validate(String operation, String request) {
    new ShapeValidator(ecr.require(operation))
        .validate(Json.MAPPER.readTree(request.replace('\'', '"')));
  }
}
