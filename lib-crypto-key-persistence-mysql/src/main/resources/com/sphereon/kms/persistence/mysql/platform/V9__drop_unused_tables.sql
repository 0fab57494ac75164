-- The tables of the first version held nothing, since no version of the program wrote to them. They are made anew with the
-- columns that were missing; a check that is too narrow can be widened in no other way that all databases know.
drop table if exists kms_provider_sharing,
    kms_provider_rest,
    kms_provider_csc,
    kms_provider_azure_keyvault,
    kms_provider_aws_kms,
    kms_provider_software_previous_master_key,
    kms_provider_software,
    kms_provider;
