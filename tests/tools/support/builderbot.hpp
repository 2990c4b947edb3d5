#pragma once

#include <string_view>

/// \file
/// What BuilderBot's PostgreSQL adapter sends, as its documentation shows it.

namespace botstore::tools::testing {

/// What it runs at every start, on the schema `public`.
inline constexpr std::string_view builderbot_start = R"sql(
CREATE TABLE IF NOT EXISTS contact (
  id SERIAL PRIMARY KEY,
  phone VARCHAR(255) DEFAULT NULL,
  created_at TIMESTAMP DEFAULT current_timestamp,
  updated_in TIMESTAMP,
  last_interaction TIMESTAMP,
  values JSONB
);
CREATE TABLE IF NOT EXISTS history (
  id SERIAL PRIMARY KEY,
  ref VARCHAR(255) NOT NULL,
  keyword VARCHAR(255),
  answer TEXT NOT NULL,
  refSerialize TEXT NOT NULL,
  phone VARCHAR(255) DEFAULT NULL,
  options JSONB,
  created_at TIMESTAMP DEFAULT current_timestamp,
  updated_in TIMESTAMP,
  contact_id INTEGER REFERENCES contact(id)
);
CREATE OR REPLACE FUNCTION save_or_update_contact(
  in_phone VARCHAR(255),
  in_values JSONB
)
RETURNS VOID AS $$
DECLARE
  contact_id INT;
BEGIN
  SELECT id INTO contact_id FROM contact WHERE phone = in_phone;

  IF contact_id IS NULL THEN
    INSERT INTO contact (phone, "values")
    VALUES (in_phone, in_values);
  ELSE
    UPDATE contact SET "values" = in_values, updated_in = current_timestamp
    WHERE id = contact_id;
  END IF;
END;
$$ LANGUAGE plpgsql;
CREATE OR REPLACE FUNCTION save_or_update_history_and_contact(
  in_ref VARCHAR(255),
  in_keyword VARCHAR(255),
  in_answer TEXT,
  in_refserialize TEXT,
  in_phone VARCHAR(255),
  in_options JSONB
)
RETURNS VOID AS $$
DECLARE
  _contact_id INT;
BEGIN
  SELECT id INTO _contact_id FROM contact WHERE phone = in_phone;

  IF _contact_id IS NULL THEN
    INSERT INTO contact (phone)
    VALUES (in_phone)
    RETURNING id INTO _contact_id;
  ELSE
    UPDATE contact SET last_interaction = current_timestamp WHERE id = _contact_id;
  END IF;

  INSERT INTO history (ref, keyword, answer, refserialize, phone, options, contact_id, created_at)
  VALUES (in_ref, in_keyword, in_answer, in_refserialize, in_phone, in_options, _contact_id, current_timestamp);
END;
$$ LANGUAGE plpgsql;
)sql";

/// A bot's life: contacts 1 and 3 share a phone, of which 3 is the newer; 4 and 5 have none; the
/// values of 6 are no object; of 7 and of entry 4 nobody knows the time.
inline constexpr std::string_view builderbot_rows = R"sql(
insert into contact (id, phone, created_at, updated_in, last_interaction, "values") values
  (1, '+571', '2026-01-05 08:00:00.123456', null, '2026-01-06 09:00:00', '{"name": "old"}'),
  (2, '+572', '2026-01-05 08:00:00', null, null, null),
  (3, '+571', '2026-01-05 08:00:01', '2026-02-01 00:00:00', null, '{"name": "new"}'),
  (4, null, '2026-01-07 08:00:00', null, null, '{"name": "nobody"}'),
  (5, E' \t', '2026-01-07 08:00:00', null, null, '{"name": "blank"}'),
  (6, '+576', '2026-01-08 08:00:00', null, null, '[1]'),
  (7, '+577', null, null, '2026-01-09 08:00:00', '{}');
select setval('contact_id_seq', 7);
insert into history
  (id, ref, keyword, answer, refserialize, phone, options, created_at, updated_in, contact_id) values
  (1, 'r1', 'hi', 'hello', 's1', '+571', '{"a": 1}', '2026-01-05 08:00:00.5', null, 1),
  (2, 'r2', null, 'more', 's2', '+571', null, '2026-02-01 00:00:00', null, 3),
  (3, 'r3', null, 'none', 's3', null, '[]', '2026-01-07 08:00:00', '2026-01-07 09:00:00', 4),
  (4, 'r4', null, 'when', 's4', '+572', null, null, null, 2);
select setval('history_id_seq', 4);
)sql";

}  // namespace botstore::tools::testing
