package dev.bqgovernance.sql.googlesql;

import dev.bqgovernance.model.Transformation;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The effect of each function on its arguments. A function that is not listed here counts as
 * passing all of them through.
 */
final class FunctionEffects {
  /** The effect of a function on the arguments from which its result is computed. */
  enum Effect {
    /** Returns one of them, or an array of them, in their shape. */
    PASS_THROUGH,
    /** Reveals them as a whole, in another shape. */
    IDENTITY,
    /** Computes something from them. */
    DERIVED,
    /** Reveals a part of them, or a coarser value. */
    PARTIAL,
    /** Tests a condition: a part of a text, and a value derived from other types. */
    TEST,
    /** Combines tests. */
    LOGIC,
    /** Hashes them. */
    HASH,
    /** Encrypts the second with the first. */
    ENCRYPT,
    /** Decrypts the second with the first. */
    DECRYPT,
    /** Computes a figure over many rows. */
    STATISTIC;

    Transformation transformation() {
      return switch (this) {
        case PASS_THROUGH, IDENTITY, DECRYPT -> Transformation.IDENTITY;
        case DERIVED, TEST, LOGIC -> Transformation.DERIVED;
        case PARTIAL -> Transformation.PARTIAL;
        case HASH -> Transformation.UNKEYED_HASH;
        case ENCRYPT -> Transformation.KEYED_HASH;
        case STATISTIC -> Transformation.STATISTIC;
      };
    }
  }

  /** The part that an argument plays. */
  enum Role {
    VALUE,
    /** It decides from what the result is computed. */
    INFLUENCE,
    /** Its number of elements decides. */
    LENGTH,
    /** Nothing of it is revealed. */
    NONE
  }

  /**
   * The effect of one function.
   *
   * @param roles a letter for each argument, the last for all that follow: Value, Influence,
   *     Length, - for none
   */
  record Treatment(Effect effect, String roles) {
    Role role(int argument) {
      return switch (roles.charAt(Math.min(argument, roles.length() - 1))) {
        case 'V' -> Role.VALUE;
        case 'I' -> Role.INFLUENCE;
        case 'L' -> Role.LENGTH;
        default -> Role.NONE;
      };
    }
  }

  static final Treatment UNKNOWN = new Treatment(Effect.IDENTITY, "V");

  private static final Map<String, Treatment> TREATMENTS = new HashMap<>();

  private FunctionEffects() {}

  /** The effect of a function, by its name in any case. */
  static Treatment of(String function) {
    return TREATMENTS.getOrDefault(function.toLowerCase(Locale.ROOT), UNKNOWN);
  }

  /** The listed functions. */
  static Set<String> names() {
    return Set.copyOf(TREATMENTS.keySet());
  }

  private static void add(Effect effect, String roles, String functions) {
    Treatment treatment = new Treatment(effect, roles);
    for (String function : functions.split(" ", -1)) {
      if (TREATMENTS.put(function, treatment) != null) {
        throw new IllegalStateException("named twice: " + function);
      }
    }
  }

  static {
    // Passed through in its shape.
    add(
        Effect.PASS_THROUGH,
        "V",
        "any_value array_agg array_concat array_concat_agg array_first array_last array_max"
            + " array_min array_reverse coalesce first first_value greatest ifnull iferror last"
            + " last_value least max min zeroifnull $make_array apply agg range_intersect");
    add(
        Effect.PASS_THROUGH,
        "VI",
        "array_first_n array_last_n array_remove_first_n array_remove_last_n array_slice next prev"
            + " nth_value percentile_disc nullif nulliferror $array_at_offset $array_at_ordinal"
            + " $safe_array_at_offset $safe_array_at_ordinal $subscript_with_offset"
            + " $subscript_with_ordinal $with_side_effects nullifzero array_filter array_find"
            + " array_find_all collate max_by min_by anon_quantiles");
    add(Effect.PASS_THROUGH, "VIV", "lag lead");
    add(Effect.PASS_THROUGH, "IV", "if");
    // These two are handled separately: conditions and results alternate.
    add(Effect.PASS_THROUGH, "V", "$case_no_value $case_with_value");

    // Revealed as a whole in another shape.
    add(
        Effect.IDENTITY,
        "V",
        "$concat_op concat string_agg array_to_string array_zip array_transform $proto_map_at_key"
            + " $safe_proto_map_at_key proto_modify_map filter_fields flatten upper lower initcap"
            + " trim ltrim rtrim lpad rpad replace translate repeat reverse normalize"
            + " normalize_and_casefold format to_json to_json_string safe_to_json parse_json"
            + " json_array json_array_append json_array_insert json_extract json_extract_array"
            + " json_extract_scalar json_extract_string_array json_flatten json_object json_query"
            + " json_query_array json_remove json_set json_strip_nulls json_value json_value_array"
            + " json_keys bool bool_array float32 float32_array float64 float64_array int64"
            + " int64_array string string_array lax_bool lax_bool_array lax_float32"
            + " lax_float32_array lax_float64 lax_float64_array lax_int64 lax_int64_array"
            + " lax_string lax_string_array to_base32 to_base64 to_hex from_base32 from_base64"
            + " from_hex to_code_points code_points_to_bytes code_points_to_string chr"
            + " safe_convert_bytes_to_string zstd_compress zstd_decompress_to_bytes"
            + " zstd_decompress_to_string parse_bignumeric parse_numeric parse_date parse_datetime"
            + " parse_time parse_timestamp timestamp unix_date unix_micros timestamp_micros"
            + " timestamp_millis timestamp_seconds timestamp_from_unix_micros"
            + " timestamp_from_unix_millis timestamp_from_unix_seconds date_from_unix_date datetime"
            + " make_interval $interval justify_days justify_hours justify_interval"
            + " to_seconds_interval net.ip_from_string net.ip_to_string net.ipv4_from_int64"
            + " net.ipv4_to_int64 net.safe_ip_from_string range range_start range_end"
            + " st_asbinary st_asgeojson st_askml st_astext st_geogfrom st_geogfromgeojson"
            + " st_geogfromkml st_geogfromtext st_geogfromwkb st_geogpoint st_makeline"
            + " st_makepolygon st_makepolygonoriented st_dump st_dumppoints st_union st_unaryunion"
            + " st_union_agg st_geogpointfromgeohash st_x st_y st_boundary st_exteriorring"
            + " st_interiorrings st_pointn st_startpoint st_endpoint st_extent st_boundingbox"
            + " $subscript $subscript_with_key error elementwise_avg elementwise_sum"
            + " generate_array generate_date_array generate_range_array generate_timestamp_array"
            // A list of the most frequent values, or of the values at some places, holds values.
            + " approx_top_count approx_top_sum approx_quantiles json_type");

    // Computed.
    add(
        Effect.DERIVED,
        "V",
        "$add $subtract $multiply $divide $unary_minus $bitwise_and $bitwise_or $bitwise_xor"
            + " $bitwise_not $bitwise_left_shift $bitwise_right_shift abs acos acosh asin asinh"
            + " atan atan2 atanh cbrt cos cosh cot coth csc csch sin sinh sec sech tan tanh exp ln"
            + " log log10 pow sqrt sign ieee_divide safe_divide safe_add safe_multiply safe_negate"
            + " safe_subtract mod bit_count date_add date_sub date_diff datetime_add datetime_sub"
            + " datetime_diff time_add time_sub time_diff timestamp_add timestamp_sub"
            + " timestamp_diff length char_length byte_length soundex"
            + " edit_distance strpos instr regexp_instr ascii unicode cosine_distance dot_product"
            + " euclidean_distance manhattan_distance approx_cosine_distance approx_dot_product"
            + " approx_euclidean_distance l1_norm l2_norm st_angle st_area st_azimuth st_buffer"
            + " st_bufferwithtolerance st_centroid st_closestpoint st_clusterdbscan st_convexhull"
            + " st_difference st_dimension st_distance st_geometrytype st_hausdorffdistance"
            + " st_intersection st_length st_lineinterpolatepoint st_linelocatepoint"
            + " st_linesubstring st_maxdistance st_nearest_neighbors st_numgeometries st_numpoints"
            + " st_perimeter array_sum array_avg array_offsets keys.keyset_length path_length");
    add(Effect.DERIVED, "L", "array_length");

    // A part, or a coarser value.
    add(
        Effect.PARTIAL,
        "V",
        "substr left right split split_substr regexp_extract regexp_extract_all"
            + " regexp_extract_groups regexp_replace $extract $extract_date $extract_datetime"
            + " $extract_time date_trunc datetime_trunc time_trunc timestamp_trunc date time"
            + " date_bucket datetime_bucket timestamp_bucket last_day unix_millis unix_seconds div"
            + " round ceil floor trunc range_bucket net.host net.reg_domain net.public_suffix"
            + " net.ip_trunc net.ip_net_mask format_date format_datetime format_time"
            + " format_timestamp st_geohash st_snaptogrid st_simplify s2_cellidfrompoint"
            + " s2_coveringcellids");

    // Tests.
    add(
        Effect.TEST,
        "V",
        "$equal $not_equal $less $less_or_equal $greater $greater_or_equal $between $in $in_array"
            + " $is_distinct_from $is_not_distinct_from $is_null $is_true $is_false $like"
            + " $like_any $like_all $not_like_any $not_like_all starts_with ends_with"
            + " regexp_contains array_includes array_includes_all array_includes_any"
            + " array_is_distinct is_inf is_nan iserror json_contains proto_map_contains_key"
            + " range_contains range_overlaps range_is_end_unbounded range_is_start_unbounded"
            + " st_contains st_coveredby st_covers st_disjoint st_dwithin st_equals"
            + " st_hausdorffdwithin st_intersects st_intersectsbox st_isclosed st_iscollection"
            + " st_isempty st_isring st_touches st_within contains_substr search all_different"
            + " same property_exists $dynamic_property_equals");
    add(Effect.LOGIC, "V", "$and $or $not");

    add(Effect.HASH, "V", "md5 sha1 sha256 sha512 farm_fingerprint");
    add(Effect.ENCRYPT, "V", "aead.encrypt aead.envelope_encrypt deterministic_encrypt");
    add(
        Effect.DECRYPT,
        "V",
        "aead.decrypt_bytes aead.decrypt_string aead.envelope_decrypt_bytes"
            + " aead.envelope_decrypt_string deterministic_decrypt_bytes"
            + " deterministic_decrypt_string");
    add(
        Effect.IDENTITY,
        "VV-",
        "keys.add_key_from_raw_bytes keys.keyset_chain keys.keyset_from_json keys.keyset_to_json"
            + " keys.rewrap_keyset keys.rotate_keyset keys.rotate_wrapped_keyset");

    // A figure over many rows.
    add(
        Effect.STATISTIC,
        "V",
        "count sum avg stddev_pop stddev_samp var_pop var_samp covar_pop covar_samp corr bit_and"
            + " bit_or bit_xor logical_and logical_or approx_count_distinct percentile_cont"
            + " hll_count.extract hll_count.init hll_count.merge hll_count.merge_partial"
            + " kll_quantiles.extract_float64 kll_quantiles.extract_int64"
            + " kll_quantiles.extract_point_float64 kll_quantiles.extract_point_int64"
            + " kll_quantiles.extract_relative_rank_float64"
            + " kll_quantiles.extract_relative_rank_int64 kll_quantiles.init_float64"
            + " kll_quantiles.init_int64 kll_quantiles.merge_float64 kll_quantiles.merge_int64"
            + " kll_quantiles.merge_partial kll_quantiles.merge_point_float64"
            + " kll_quantiles.merge_point_int64 kll_quantiles.merge_relative_rank_float64"
            + " kll_quantiles.merge_relative_rank_int64 st_centroid_agg anon_avg anon_count"
            + " anon_percentile_cont anon_stddev_pop anon_sum anon_var_pop"
            + " $anon_avg_with_report_json $anon_count_with_report_json"
            + " $anon_quantiles_with_report_json $anon_sum_with_report_json"
            + " $differential_privacy_approx_count_distinct"
            + " $differential_privacy_approx_quantiles $differential_privacy_avg"
            + " $differential_privacy_count $differential_privacy_count_star"
            + " $differential_privacy_extract_for_dp_approx_count_distinct"
            + " $differential_privacy_init_for_dp_approx_count_distinct"
            + " $differential_privacy_merge_partial_for_dp_approx_count_distinct"
            + " $differential_privacy_percentile_cont $differential_privacy_stddev_pop"
            + " $differential_privacy_sum $differential_privacy_var_pop");
    add(Effect.STATISTIC, "I", "countif ntile");

    // Computed from no column.
    add(
        Effect.STATISTIC,
        "-",
        "$count_star $anon_count_star $anon_count_star_with_report_json row_number rank dense_rank"
            + " percent_rank cume_dist current_date current_datetime current_time"
            + " current_timestamp generate_uuid new_uuid rand pi pi_numeric pi_bignumeric"
            + " session_user current_user keys.new_keyset keys.new_wrapped_keyset is_first"
            + " is_last match_number match_row_number classifier grouping typeof");

    // Property graphs, whose analysis fails before these are reached.
    add(
        Effect.IDENTITY,
        "V",
        "$is_dest_node $is_source_node $path_concat $unchecked_path $unchecked_path_concat"
            + " destination_node_id edges element_definition_name element_id is_acyclic is_simple"
            + " is_trail labels nodes path path_first path_last property_names source_node_id");
  }
}
