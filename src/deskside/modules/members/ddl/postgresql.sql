-- The warehouse on PostgreSQL: tables that the ETL fills, and the views that Deskside reads.
-- Only the views are the contract; where the tables differ, make the views from what there is.
CREATE SCHEMA IF NOT EXISTS warehouse;

CREATE TABLE IF NOT EXISTS warehouse.dim_member (
    site_id varchar(100) NOT NULL,
    member_id bigint NOT NULL,
    name varchar(100),
    phone varchar(32),
    avatar varchar(500),
    level varchar(50),
    register_date date,
    PRIMARY KEY (site_id, member_id)
);
-- Lists are searched within this index.
CREATE INDEX IF NOT EXISTS ix_members_found ON warehouse.dim_member (site_id, member_id, name, phone, level, register_date);
CREATE OR REPLACE VIEW v_dim_member AS SELECT
    site_id, member_id, name, phone, avatar, level, register_date
FROM warehouse.dim_member;

CREATE TABLE IF NOT EXISTS warehouse.dim_member_account (
    site_id varchar(100) NOT NULL,
    account_id bigint NOT NULL,
    member_id bigint NOT NULL,
    PRIMARY KEY (site_id, account_id, member_id)
);
-- Not every warehouse knows accounts of the CRM; without this view their member card is empty.
CREATE OR REPLACE VIEW v_dim_member_account AS SELECT
    site_id, account_id, member_id
FROM warehouse.dim_member_account;

CREATE TABLE IF NOT EXISTS warehouse.dim_member_card_account (
    site_id varchar(100) NOT NULL,
    member_id bigint NOT NULL,
    card_id bigint NOT NULL,
    balance numeric(12, 2) NOT NULL,
    is_delete smallint NOT NULL,
    PRIMARY KEY (site_id, card_id)
);
CREATE INDEX IF NOT EXISTS ix_cards_member_id ON warehouse.dim_member_card_account (site_id, member_id);
CREATE OR REPLACE VIEW v_dim_member_card_account AS SELECT
    site_id, member_id, card_id, balance, is_delete
FROM warehouse.dim_member_card_account;

CREATE TABLE IF NOT EXISTS warehouse.dim_assistant (
    site_id varchar(100) NOT NULL,
    assistant_id bigint NOT NULL,
    name varchar(100),
    avatar varchar(500),
    level varchar(50),
    skills text,
    hire_date date,
    is_delete smallint NOT NULL,
    PRIMARY KEY (site_id, assistant_id)
);
CREATE OR REPLACE VIEW v_dim_assistant AS SELECT
    site_id, assistant_id, name, avatar, level, skills, hire_date, is_delete
FROM warehouse.dim_assistant;

CREATE TABLE IF NOT EXISTS warehouse.dwd_settlement (
    site_id varchar(100) NOT NULL,
    settlement_id bigint NOT NULL,
    member_id bigint NOT NULL,
    settle_type smallint NOT NULL,
    ledger_amount numeric(12, 2) NOT NULL,
    table_charge_money numeric(12, 2) NOT NULL,
    goods_money numeric(12, 2) NOT NULL,
    assistant_pd_money numeric(12, 2) NOT NULL,
    assistant_cx_money numeric(12, 2) NOT NULL,
    table_name varchar(100),
    create_time timestamptz NOT NULL,
    is_delete smallint NOT NULL,
    PRIMARY KEY (site_id, settlement_id)
);
CREATE INDEX IF NOT EXISTS ix_settlements_member_id ON warehouse.dwd_settlement (site_id, member_id, create_time);
CREATE OR REPLACE VIEW v_dwd_settlement AS SELECT
    site_id, settlement_id, member_id, settle_type, ledger_amount, table_charge_money, goods_money,
    assistant_pd_money, assistant_cx_money, table_name, create_time, is_delete
FROM warehouse.dwd_settlement;

CREATE TABLE IF NOT EXISTS warehouse.dwd_assistant_service (
    site_id varchar(100) NOT NULL,
    service_id bigint NOT NULL,
    settlement_id bigint,
    assistant_id bigint NOT NULL,
    tenant_member_id bigint NOT NULL,
    course_type varchar(20),
    hours numeric(12, 2) NOT NULL,
    ledger_amount numeric(12, 2) NOT NULL,
    assistant_pd_money numeric(12, 2) NOT NULL,
    assistant_cx_money numeric(12, 2) NOT NULL,
    table_name varchar(100),
    record_type varchar(20) NOT NULL,
    is_estimate smallint NOT NULL,
    create_time timestamptz NOT NULL,
    is_delete smallint NOT NULL,
    PRIMARY KEY (site_id, service_id)
);
CREATE INDEX IF NOT EXISTS ix_services_tenant_member_id ON warehouse.dwd_assistant_service (site_id, tenant_member_id, create_time);
CREATE INDEX IF NOT EXISTS ix_services_assistant_id ON warehouse.dwd_assistant_service
    (site_id, assistant_id, create_time, tenant_member_id, is_delete);
CREATE INDEX IF NOT EXISTS ix_services_spent ON warehouse.dwd_assistant_service
    (site_id, assistant_id, tenant_member_id, is_delete, ledger_amount);
CREATE INDEX IF NOT EXISTS ix_services_settlement_id ON warehouse.dwd_assistant_service (settlement_id);
CREATE OR REPLACE VIEW v_dwd_assistant_service AS SELECT
    site_id, service_id, settlement_id, assistant_id, tenant_member_id, course_type, hours,
    ledger_amount, assistant_pd_money, assistant_cx_money, table_name, record_type, is_estimate,
    create_time, is_delete
FROM warehouse.dwd_assistant_service;

CREATE TABLE IF NOT EXISTS warehouse.dwd_recharge (
    site_id varchar(100) NOT NULL,
    recharge_id bigint NOT NULL,
    member_id bigint NOT NULL,
    assistant_id bigint,
    amount numeric(12, 2) NOT NULL,
    create_time timestamptz NOT NULL,
    is_delete smallint NOT NULL,
    PRIMARY KEY (site_id, recharge_id)
);
CREATE INDEX IF NOT EXISTS ix_recharges_member_id ON warehouse.dwd_recharge (site_id, member_id);
CREATE OR REPLACE VIEW v_dwd_recharge AS SELECT
    site_id, recharge_id, member_id, assistant_id, amount, create_time, is_delete
FROM warehouse.dwd_recharge;

CREATE TABLE IF NOT EXISTS warehouse.dws_member_assistant_relation_index (
    site_id varchar(100) NOT NULL,
    member_id bigint NOT NULL,
    assistant_id bigint NOT NULL,
    relation_index numeric(6, 4) NOT NULL
);
CREATE INDEX IF NOT EXISTS ix_relations_member_id ON warehouse.dws_member_assistant_relation_index
    (site_id, member_id, assistant_id, relation_index);
CREATE INDEX IF NOT EXISTS ix_relations_assistant_id ON warehouse.dws_member_assistant_relation_index
    (site_id, assistant_id, member_id, relation_index);
CREATE OR REPLACE VIEW v_dws_member_assistant_relation_index AS SELECT
    site_id, member_id, assistant_id, relation_index
FROM warehouse.dws_member_assistant_relation_index;

CREATE TABLE IF NOT EXISTS warehouse.dws_assistant_salary_calc (
    site_id varchar(100) NOT NULL,
    assistant_id bigint NOT NULL,
    salary_month date NOT NULL,
    level varchar(50),
    effective_hours numeric(12, 2) NOT NULL,
    gross_salary numeric(12, 2) NOT NULL,
    base_income numeric(12, 2) NOT NULL,
    bonus_income numeric(12, 2) NOT NULL,
    recharge_commission numeric(12, 2) NOT NULL,
    drinks_commission numeric(12, 2) NOT NULL,
    PRIMARY KEY (site_id, assistant_id, salary_month)
);
CREATE OR REPLACE VIEW v_dws_assistant_salary_calc AS SELECT
    site_id, assistant_id, salary_month, level, effective_hours, gross_salary, base_income,
    bonus_income, recharge_commission, drinks_commission
FROM warehouse.dws_assistant_salary_calc;
