package dev.bqgovernance.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.bqgovernance.model.Column.ColumnType;
import dev.bqgovernance.model.Connection.DatabaseType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceTypeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          POSTGRES | INTEGER   | smallint;int2;integer;int;int4;bigint;INT8;serial;serial2;serial4;serial8;bigserial;smallserial;pg_catalog.int4
          POSTGRES | NUMERIC   | numeric;decimal;dec;numeric(10);numeric(29);numeric(30,1);numeric(10, 2);NUMERIC (38,9);decimal(29,0);numeric(5,-3)
          POSTGRES | FLOAT     | real;float4;double  precision;float8;float;float(24)
          POSTGRES | BOOLEAN   | boolean;bool
          POSTGRES | DATE      | date
          POSTGRES | TIME      | time;time(3);time without time zone;time (6) without time zone
          POSTGRES | DATETIME  | timestamp;timestamp(3);timestamp without time zone;timestamp(6) without time zone
          POSTGRES | TIMESTAMP | timestamptz;timestamptz(3);timestamp with time zone;timestamp(6) with time zone;Timestamp With Time Zone
          POSTGRES | STRING    | char;char(3);character(3);bpchar;varchar;varchar(255);character varying;character varying(20);text;json;xml
          POSTGRES | BYTES     | bytea;bit;bit(3);varbit(3);bit varying;bit varying(5)
          MYSQL    | INTEGER   | tinyint;tinyint(1);bool;boolean;smallint;mediumint;int;INTEGER;int(11);bigint;bigint(20);bigint signed;int unsigned;int(10) unsigned;int(10) unsigned zerofill;int zerofill;year;year(4);tinyint(3) unsigned
          MYSQL    | NUMERIC   | bigint unsigned;bigint(20) unsigned;bigint zerofill;bigint unsigned zerofill;bigint zerofill unsigned;serial;decimal;decimal(10,2);dec(5);fixed;numeric(38,9);decimal(10,2) unsigned
          MYSQL    | FLOAT     | float;float(7,4);double;double precision;real;float unsigned;double(10,2) unsigned
          MYSQL    | DATE      | date
          MYSQL    | TIME      | time;time(6)
          MYSQL    | DATETIME  | datetime;datetime(6)
          MYSQL    | TIMESTAMP | timestamp;timestamp(6)
          MYSQL    | STRING    | char;char(3);varchar(255);tinytext;text;text(10);mediumtext;longtext;enum('a','b (c)','d,e');set('a');varchar(9) character set utf8mb4;varchar(9) character set utf8mb4 collate utf8mb4_bin;text charset latin1;char(3) collate utf8mb4_bin;varchar(9) binary;national varchar(9);character varying(9)
          MYSQL    | BYTES     | binary;binary(3);varbinary(3);tinyblob;blob;blob(9);mediumblob;longblob;char byte;varchar(9) character set binary;text character set binary
          """)
  void mapsEveryTypeThatBigQueryReads(DatabaseType database, ColumnType expected, String types) {
    assertThat(types.split(";", -1))
        .allSatisfy(type -> assertThat(SourceType.map(database, type)).isEqualTo(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          POSTGRES | CAST(x AS text)     | uuid;jsonb;interval;interval year to month;interval(3);interval day to second(3);timetz;timetz(3);time with time zone;time(3) with time zone;inet;cidr;macaddr;macaddr8;point;line;lseg;box;path;polygon;circle;tsvector;tsquery;pg_lsn;txid_snapshot;integer[];integer[3];text[][];varchar(255)[];integer array;integer array[4];timestamp(3)[]
          POSTGRES | CAST(x AS numeric)  | money
          POSTGRES | ST_AsText(x)        | geometry;geometry(Point,4326);geography
          MYSQL    | CAST(x AS CHAR)     | json;JSON
          MYSQL    | CAST(x AS UNSIGNED) | bit;bit(1)
          MYSQL    | ST_AsText(x)        | geometry;point;linestring;polygon;multipoint;multilinestring;multipolygon;geometrycollection;geomcollection
          """)
  void refusesWhatBigQueryCannotRead(DatabaseType database, String cast, String types) {
    for (String type : types.split(";", -1)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> SourceType.map(database, type))
          .withMessageStartingWith("BigQuery cannot read a column x of type \"" + type + "\" from ")
          .withMessageContaining("; select " + cast + " instead and declare the type of that");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          POSTGRES | mood             | "mood" is not a type that BigQuery is known to read from PostgreSQL; select CAST(x AS text) instead
          POSTGRES | int4range        | not a type that BigQuery is known to read
          POSTGRES | int unsigned     | not a type that BigQuery is known to read
          POSTGRES | "char"           | not a type that BigQuery is known to read
          POSTGRES | bigint not null  | not a type that BigQuery is known to read
          MYSQL    | timestamptz      | "timestamptz" is not a type that BigQuery is known to read from MySQL; select CAST(x AS CHAR) instead
          MYSQL    | date unsigned    | not a type that BigQuery is known to read
          POSTGRES | numeric(39,9)    | "numeric(39,9)" does not fit BigQuery's NUMERIC, which has 38 digits, 9 of them after the decimal point; select CAST(x AS text)
          POSTGRES | numeric(20,10)   | CAST(x AS decimal(38,9)) if no value is larger
          POSTGRES | numeric(30)      | does not fit
          POSTGRES | numeric(29,-1)   | does not fit
          POSTGRES | numeric(a)       | expected digits such as numeric(10,2)
          MYSQL    | decimal(65,30)   | select CAST(x AS CHAR) instead
          MYSQL    | ^^               | "" is not a valid type: expected one such as bigint or varchar(255)
          MYSQL    | varchar(255      | is not a valid type: expected one such as
          MYSQL    | )varchar(        | is not a valid type: expected one such as
          """)
  void saysWhatIsWrong(DatabaseType database, String type, String expected) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SourceType.map(database, type))
        .withMessageContaining(expected);
  }
}
