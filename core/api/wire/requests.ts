import type { Json } from '../../json.ts';

/* Written by `npm run document` from the schemas of the routes; a test compares. Types only: what clients may send. Fields that are not known are ignored
 * by the service, and are not offered here. */

/** Operation -> the body that it takes. */
export interface Requests {
  readonly CancelBulkOperations: {
    readonly ids?: readonly string[];
  };
  readonly ChargeHold: {
    readonly hold?: {
      readonly amountMicros?: number;
    };
  };
  readonly DeleteAnnotations: {
    readonly ids?: readonly string[];
    readonly input_ids?: readonly string[];
  };
  readonly DeleteBulkOperations: {
    readonly ids?: readonly string[];
  };
  readonly DeleteDatasetInputs: {
    readonly input_ids?: readonly string[];
  };
  readonly DeleteDatasetVersions: {
    readonly dataset_version_ids?: readonly string[];
  };
  readonly DeleteDatasets: {
    readonly dataset_ids?: readonly string[];
  };
  readonly DeleteInputs: {
    readonly ids?: readonly string[];
    readonly delete_all?: boolean;
  };
  readonly DeleteModels: {
    readonly ids?: readonly string[];
    readonly delete_all?: boolean;
  };
  readonly FireSchedule: { readonly [name: string]: Json };
  readonly PatchAnnotations: {
    readonly annotations: readonly {
      readonly id: string;
      readonly input_id: string;
      readonly status?: {
        readonly code: number | string;
      };
      readonly annotation_info?: { readonly [name: string]: Json };
      readonly data?: {
        readonly concepts?: readonly {
          readonly id?: string;
          readonly name?: string;
          readonly value?: boolean | number;
        }[];
        readonly regions?: readonly {
          readonly id?: string;
          readonly region_info?: {
            readonly bounding_box?: {
              readonly top_row?: number;
              readonly left_col?: number;
              readonly bottom_row?: number;
              readonly right_col?: number;
            };
            readonly polygon?: {
              readonly points: readonly {
                readonly row?: number;
                readonly col?: number;
              }[];
            };
            readonly mask?: {
              readonly image: {
                readonly base64?: string;
              };
            };
          };
          readonly data?: {
            readonly concepts?: readonly {
              readonly id?: string;
              readonly name?: string;
              readonly value?: boolean | number;
            }[];
          };
        }[];
        readonly metadata?: { readonly [name: string]: Json };
        readonly geo?: {
          readonly geo_point: {
            readonly longitude?: number;
            readonly latitude?: number;
          };
        };
      };
    }[];
    readonly action: 'merge' | 'overwrite' | 'remove';
    readonly delete_if_empty_data?: boolean;
  };
  readonly PatchApp: {
    readonly app: {
      readonly name?: string;
      readonly description?: string;
      readonly notes?: string;
      readonly metadata?: { readonly [name: string]: Json };
      readonly default_language?: string;
      readonly default_workflow?: {
        readonly id?: string;
      };
      readonly default_workflow_id?: string;
    };
    readonly action?: 'merge' | 'overwrite' | 'remove';
    readonly metadata_action?: string;
  };
  readonly PatchApps: {
    readonly apps: readonly {
      readonly id: string;
      readonly name?: string;
      readonly description?: string;
      readonly notes?: string;
      readonly metadata?: { readonly [name: string]: Json };
      readonly default_language?: string;
      readonly default_workflow?: {
        readonly id?: string;
      };
      readonly default_workflow_id?: string;
    }[];
    readonly action?: 'merge' | 'overwrite' | 'remove';
    readonly metadata_action?: string;
  };
  readonly PatchConcepts: {
    readonly concepts: readonly {
      readonly id: string;
      readonly name?: string;
    }[];
    readonly action?: 'overwrite';
  };
  readonly PatchDatasetVersions: {
    readonly dataset_versions: readonly {
      readonly id: string;
      readonly description?: string;
      readonly metadata?: { readonly [name: string]: Json };
    }[];
    readonly action?: 'overwrite';
  };
  readonly PatchDatasets: {
    readonly datasets: readonly {
      readonly id: string;
      readonly description?: string;
      readonly notes?: string;
      readonly metadata?: { readonly [name: string]: Json };
      readonly default_annotation_filter?: { readonly [name: string]: Json };
    }[];
    readonly action: 'merge' | 'overwrite' | 'remove';
  };
  readonly PatchInputs: {
    readonly inputs: readonly {
      readonly id: string;
      readonly data?: {
        readonly concepts?: readonly {
          readonly id?: string;
          readonly name?: string;
          readonly value?: boolean | number;
        }[];
        readonly regions?: readonly {
          readonly id?: string;
          readonly region_info?: {
            readonly bounding_box?: {
              readonly top_row?: number;
              readonly left_col?: number;
              readonly bottom_row?: number;
              readonly right_col?: number;
            };
            readonly polygon?: {
              readonly points: readonly {
                readonly row?: number;
                readonly col?: number;
              }[];
            };
            readonly mask?: {
              readonly image: {
                readonly base64?: string;
              };
            };
          };
          readonly data?: {
            readonly concepts?: readonly {
              readonly id?: string;
              readonly name?: string;
              readonly value?: boolean | number;
            }[];
          };
        }[];
        readonly metadata?: { readonly [name: string]: Json };
        readonly geo?: {
          readonly geo_point: {
            readonly longitude?: number;
            readonly latitude?: number;
          };
        };
      };
    }[];
    readonly action: 'merge' | 'overwrite' | 'remove';
  };
  readonly PatchInvoice: {
    readonly status: 'paid' | 'void';
  };
  readonly PatchKeys: {
    readonly keys: readonly {
      readonly id?: string;
      readonly type?: 'personal_access_token' | 'app_specific_key' | '';
      readonly description?: string;
      readonly scopes?: readonly string[];
      readonly endpoints?: readonly string[];
      readonly apps?: readonly {
        readonly id: string;
      }[];
      readonly expires_at?: string;
    }[];
    readonly action?: 'overwrite';
  };
  readonly PatchModelVersions: {
    readonly model_versions: readonly {
      readonly id: string;
      readonly description?: string;
      readonly metadata?: { readonly [name: string]: Json };
      readonly license?: string;
      readonly visibility?: {
        readonly gettable?:
          ('UNKNOWN_VISIBILITY' | 'PRIVATE' | 'ORG' | 'PUBLIC') | (0 | 10 | 30 | 50);
      };
    }[];
    readonly action: 'merge' | 'overwrite' | 'remove';
  };
  readonly PatchModels: {
    readonly models: readonly {
      readonly id: string;
      readonly name?: string;
      readonly description?: string;
      readonly notes?: string;
      readonly metadata?: { readonly [name: string]: Json };
      readonly visibility?: {
        readonly gettable?:
          ('UNKNOWN_VISIBILITY' | 'PRIVATE' | 'ORG' | 'PUBLIC') | (0 | 10 | 30 | 50);
      };
      readonly toolkits?: readonly string[];
      readonly use_cases?: readonly string[];
      readonly languages?: readonly string[];
      readonly task?: string;
      readonly image?: {
        readonly url: string;
      };
      readonly presets?: { readonly [name: string]: Json };
      readonly default_eval_info?: {
        readonly params?: { readonly [name: string]: Json };
      };
      readonly output_info?: {
        readonly data?: {
          readonly concepts?: readonly {
            readonly id?: string | '';
            readonly name?: string | '';
          }[];
        };
        readonly output_config?: {
          readonly concepts_mutually_exclusive?: boolean;
          readonly existing_model_id?: string;
          readonly language?: string;
          readonly hyper_parameters?: string;
          readonly max_concepts?: number;
          readonly min_value?: number;
          readonly select_concepts?: readonly {
            readonly id?: string | '';
            readonly name?: string | '';
          }[];
          readonly training_timeout?: number;
          readonly sample_ms?: number;
          readonly hyper_params?: { readonly [name: string]: Json };
          readonly embed_model_version_id?: string;
          readonly fail_on_missing_positive_examples?: boolean;
          readonly model_metadata?: { readonly [name: string]: Json };
        };
        readonly params?: { readonly [name: string]: Json };
      };
    }[];
    readonly action: 'merge' | 'overwrite' | 'remove';
  };
  readonly PatchNotification: {
    readonly notification: {
      readonly url?: string;
      readonly events?: readonly (
        | 'model-version.queued'
        | 'model-version.training'
        | 'model-version.trained'
        | 'model-version.failed'
        | 'model-version.stopped'
        | 'model-version.held-back'
        | 'model-version.awaits-approval'
        | 'model.promoted'
        | 'model.rolled-back'
        | 'evaluation.queued'
        | 'evaluation.running'
        | 'evaluation.completed'
        | 'evaluation.failed'
        | 'evaluation.stopped'
        | 'prediction.queued'
        | 'prediction.running'
        | 'prediction.completed'
        | 'prediction.failed'
        | 'prediction.stopped'
        | 'schedule.skipped'
        | 'invoice.issued'
        | 'budget.reached'
        | 'budget.threshold'
        | 'budget.stopped'
        | 'budget.resumed'
        | 'budget.not-resumed'
        | 'hold.needs-review'
      )[];
      readonly app_ids?: readonly string[];
      readonly description?: string;
      readonly active?: boolean;
    };
  };
  readonly PatchSchedule: {
    readonly schedule: {
      readonly expression?: string;
      readonly timezone?: string;
      readonly min_new_inputs?: number;
      readonly drift_threshold?: number;
      readonly worth_per_point_micros?: number;
      readonly max_price_micros?: number;
      readonly done_by?: string;
      readonly paused?: boolean;
    };
  };
  readonly PostAnnotations: {
    readonly annotations: readonly {
      readonly id?: string | '';
      readonly input_id: string;
      readonly input_level?: boolean;
      readonly status?: {
        readonly code: number | string;
      };
      readonly annotation_info?: { readonly [name: string]: Json };
      readonly task_id?: string;
      readonly data: {
        readonly concepts?: readonly {
          readonly id?: string;
          readonly name?: string;
          readonly value?: boolean | number;
        }[];
        readonly regions?: readonly {
          readonly id?: string;
          readonly region_info: {
            readonly bounding_box?: {
              readonly top_row?: number;
              readonly left_col?: number;
              readonly bottom_row?: number;
              readonly right_col?: number;
            };
            readonly polygon?: {
              readonly points: readonly {
                readonly row?: number;
                readonly col?: number;
              }[];
            };
            readonly mask?: {
              readonly image: {
                readonly base64?: string;
              };
            };
          };
          readonly data: {
            readonly concepts: readonly {
              readonly id?: string;
              readonly name?: string;
              readonly value?: boolean | number;
            }[];
          };
        }[];
      };
    }[];
  };
  readonly PostAnnotationsSearches: {
    readonly searches: readonly {
      readonly id?: Json;
      readonly save?: Json;
      readonly as_of?: Json;
      readonly name?: string;
      readonly algorithm?: '' | 'nearest_neighbor' | 'brute_force' | 'avg_concept_brute_force';
      readonly metric?: string | number;
      readonly min_value?: number;
      readonly query?: {
        readonly filters?: readonly {
          readonly negate?: boolean;
          readonly input?: {
            readonly id?: string;
            readonly dataset_ids?: readonly string[];
            readonly status?: {
              readonly code: number | string;
            };
            readonly data?: {
              readonly concepts?: readonly {
                readonly id?: string;
                readonly name?: string;
                readonly value?: boolean | number;
              }[];
              readonly metadata?: { readonly [name: string]: Json };
              readonly geo?: {
                readonly geo_point?: {
                  readonly longitude?: number;
                  readonly latitude?: number;
                };
                readonly geo_limit?: {
                  readonly type:
                    'withinKilometers' | 'withinMiles' | 'withinDegrees' | 'withinRadians';
                  readonly value?: number;
                };
                readonly geo_box?: readonly {
                  readonly geo_point: {
                    readonly longitude?: number;
                    readonly latitude?: number;
                  };
                }[];
              };
              readonly frames?: Json;
              readonly time_segments?: Json;
              readonly tracks?: Json;
              readonly embeddings?: Json;
              readonly clusters?: Json;
              readonly image?: {
                readonly url?: Json;
                readonly base64?: Json;
              };
              readonly text?: {
                readonly url?: Json;
                readonly raw?: Json;
              };
              readonly audio?: { readonly [name: string]: Json };
              readonly video?: { readonly [name: string]: Json };
            };
          };
          readonly annotation?: {
            readonly id?: string;
            readonly input_id?: string;
            readonly task_id?: string;
            readonly user_id?: string;
            readonly model_version_id?: string;
            readonly worker?: {
              readonly user?: {
                readonly id?: string;
              };
              readonly model?: {
                readonly model_version: {
                  readonly id?: string;
                };
              };
              readonly workflow?: {
                readonly version: {
                  readonly id?: string;
                };
              };
            };
            readonly status?: {
              readonly code: number | string;
            };
            readonly trusted?: boolean;
            readonly input_level?: boolean;
            readonly annotation_info?: { readonly [name: string]: Json };
            readonly data?: {
              readonly concepts?: readonly {
                readonly id?: string;
                readonly name?: string;
                readonly value?: boolean | number;
              }[];
              readonly metadata?: { readonly [name: string]: Json };
              readonly geo?: {
                readonly geo_point?: {
                  readonly longitude?: number;
                  readonly latitude?: number;
                };
                readonly geo_limit?: {
                  readonly type:
                    'withinKilometers' | 'withinMiles' | 'withinDegrees' | 'withinRadians';
                  readonly value?: number;
                };
                readonly geo_box?: readonly {
                  readonly geo_point: {
                    readonly longitude?: number;
                    readonly latitude?: number;
                  };
                }[];
              };
              readonly frames?: Json;
              readonly time_segments?: Json;
              readonly tracks?: Json;
              readonly embeddings?: Json;
              readonly clusters?: Json;
              readonly regions?: readonly {
                readonly track_id?: Json;
                readonly region_info: {
                  readonly bounding_box?: { readonly [name: string]: Json };
                  readonly polygon?: { readonly [name: string]: Json };
                  readonly mask?: { readonly [name: string]: Json };
                  readonly point?: Json;
                  readonly span?: Json;
                };
              }[];
            };
          };
          readonly last_updated_time_range?: {
            readonly start_time?: string;
            readonly end_time?: string;
          };
        }[];
        readonly ranks?: Json;
        readonly language?: string;
      };
    }[];
    readonly pagination?: {
      readonly page?: number;
      readonly per_page?: number;
    };
  };
  readonly PostApps: {
    readonly apps: readonly {
      readonly id: string;
      readonly name?: string;
      readonly description?: string;
      readonly notes?: string;
      readonly metadata?: { readonly [name: string]: Json };
      readonly default_language?: string;
      readonly default_workflow?: {
        readonly id?: string;
      };
      readonly default_workflow_id?: string;
    }[];
  };
  readonly PostBulkOperations: {
    readonly bulk_operations: readonly { readonly [name: string]: Json }[];
  };
  readonly PostConcepts: {
    readonly concepts: readonly {
      readonly id?: string;
      readonly name?: string;
      readonly value?: boolean | number;
    }[];
  };
  readonly PostConceptsSearches: {
    readonly concept_query?: {
      readonly name?: string;
    };
    readonly pagination?: {
      readonly page?: number;
      readonly per_page?: number;
    };
  };
  readonly PostCreditNote: {
    readonly credit_note: {
      readonly name?: string;
      readonly amountMicros: number;
      readonly reason: string;
    };
  };
  readonly PostDatasetInputs: {
    readonly dataset_inputs?: readonly {
      readonly input: {
        readonly id: string;
      };
    }[];
    readonly search?: {
      readonly id?: Json;
      readonly save?: Json;
      readonly as_of?: Json;
      readonly name?: string;
      readonly algorithm?: '' | 'nearest_neighbor' | 'brute_force' | 'avg_concept_brute_force';
      readonly metric?: string | number;
      readonly min_value?: number;
      readonly query?: {
        readonly filters?: readonly {
          readonly negate?: boolean;
          readonly input?: {
            readonly id?: string;
            readonly dataset_ids?: readonly string[];
            readonly status?: {
              readonly code: number | string;
            };
            readonly data?: {
              readonly concepts?: readonly {
                readonly id?: string;
                readonly name?: string;
                readonly value?: boolean | number;
              }[];
              readonly metadata?: { readonly [name: string]: Json };
              readonly geo?: {
                readonly geo_point?: {
                  readonly longitude?: number;
                  readonly latitude?: number;
                };
                readonly geo_limit?: {
                  readonly type:
                    'withinKilometers' | 'withinMiles' | 'withinDegrees' | 'withinRadians';
                  readonly value?: number;
                };
                readonly geo_box?: readonly {
                  readonly geo_point: {
                    readonly longitude?: number;
                    readonly latitude?: number;
                  };
                }[];
              };
              readonly frames?: Json;
              readonly time_segments?: Json;
              readonly tracks?: Json;
              readonly embeddings?: Json;
              readonly clusters?: Json;
              readonly image?: {
                readonly url?: Json;
                readonly base64?: Json;
              };
              readonly text?: {
                readonly url?: Json;
                readonly raw?: Json;
              };
              readonly audio?: { readonly [name: string]: Json };
              readonly video?: { readonly [name: string]: Json };
            };
          };
          readonly annotation?: {
            readonly id?: string;
            readonly input_id?: string;
            readonly task_id?: string;
            readonly user_id?: string;
            readonly model_version_id?: string;
            readonly worker?: {
              readonly user?: {
                readonly id?: string;
              };
              readonly model?: {
                readonly model_version: {
                  readonly id?: string;
                };
              };
              readonly workflow?: {
                readonly version: {
                  readonly id?: string;
                };
              };
            };
            readonly status?: {
              readonly code: number | string;
            };
            readonly trusted?: boolean;
            readonly input_level?: boolean;
            readonly annotation_info?: { readonly [name: string]: Json };
            readonly data?: {
              readonly concepts?: readonly {
                readonly id?: string;
                readonly name?: string;
                readonly value?: boolean | number;
              }[];
              readonly metadata?: { readonly [name: string]: Json };
              readonly geo?: {
                readonly geo_point?: {
                  readonly longitude?: number;
                  readonly latitude?: number;
                };
                readonly geo_limit?: {
                  readonly type:
                    'withinKilometers' | 'withinMiles' | 'withinDegrees' | 'withinRadians';
                  readonly value?: number;
                };
                readonly geo_box?: readonly {
                  readonly geo_point: {
                    readonly longitude?: number;
                    readonly latitude?: number;
                  };
                }[];
              };
              readonly frames?: Json;
              readonly time_segments?: Json;
              readonly tracks?: Json;
              readonly embeddings?: Json;
              readonly clusters?: Json;
              readonly regions?: readonly {
                readonly track_id?: Json;
                readonly region_info: {
                  readonly bounding_box?: { readonly [name: string]: Json };
                  readonly polygon?: { readonly [name: string]: Json };
                  readonly mask?: { readonly [name: string]: Json };
                  readonly point?: Json;
                  readonly span?: Json;
                };
              }[];
            };
          };
          readonly last_updated_time_range?: {
            readonly start_time?: string;
            readonly end_time?: string;
          };
        }[];
        readonly ranks?: Json;
        readonly language?: string;
      };
    };
  };
  readonly PostDatasetVersions: {
    readonly dataset_versions: readonly {
      readonly id?: string | '';
      readonly description?: string;
      readonly metadata?: { readonly [name: string]: Json };
      readonly annotation_filter_config?: { readonly [name: string]: Json };
      readonly model_predict_config?: Json;
    }[];
  };
  readonly PostDatasets: {
    readonly datasets: readonly {
      readonly id: string;
      readonly description?: string;
      readonly notes?: string;
      readonly metadata?: { readonly [name: string]: Json };
      readonly default_annotation_filter?: { readonly [name: string]: Json };
    }[];
  };
  readonly PostDialVersion: {
    readonly dial: {
      readonly weight: number;
      readonly shift?: number;
      readonly description?: string;
      readonly max_price_micros?: number;
    };
  };
  readonly PostEvaluations: {
    readonly eval_metrics?: readonly {
      readonly id?: string | '';
      readonly model?: {
        readonly id?: string;
        readonly app_id?: string;
        readonly model_version?: {
          readonly id?: string;
        };
      };
      readonly ground_truth_dataset?: {
        readonly id?: string;
        readonly app_id?: string;
        readonly version?: {
          readonly id?: string;
        };
      };
      readonly eval_info?: {
        readonly params?: { readonly [name: string]: Json };
      };
      readonly extended_metrics?: {
        readonly user_metrics?: { readonly [name: string]: Json };
      };
    }[];
  };
  readonly PostInputs: {
    readonly inputs: readonly {
      readonly id?: string;
      readonly data?: {
        readonly image?: {
          readonly base64?: string;
          readonly url?: string;
        };
        readonly text?: {
          readonly raw?: string;
          readonly url?: string;
        };
        readonly video?: Json;
        readonly audio?: Json;
        readonly parts?: Json;
        readonly frames?: Json;
        readonly ndarray?: Json;
        readonly concepts?: readonly {
          readonly id?: string;
          readonly name?: string;
          readonly value?: boolean | number;
        }[];
        readonly regions?: readonly {
          readonly id?: string;
          readonly region_info: {
            readonly bounding_box?: {
              readonly top_row?: number;
              readonly left_col?: number;
              readonly bottom_row?: number;
              readonly right_col?: number;
            };
            readonly polygon?: {
              readonly points: readonly {
                readonly row?: number;
                readonly col?: number;
              }[];
            };
            readonly mask?: {
              readonly image: {
                readonly base64?: string;
              };
            };
          };
          readonly data: {
            readonly concepts: readonly {
              readonly id?: string;
              readonly name?: string;
              readonly value?: boolean | number;
            }[];
          };
        }[];
        readonly metadata?: { readonly [name: string]: Json };
        readonly geo?: {
          readonly geo_point: {
            readonly longitude?: number;
            readonly latitude?: number;
          };
        };
      };
      readonly dataset_ids?: readonly string[];
    }[];
    readonly inputs_add_job_id?: string | '';
    readonly input_id_conflict_resolution?:
      'INPUT_ID_CONFLICT_RESOLUTION_NOT_SET' | 'SKIP' | 'SUFFIX';
  };
  readonly PostInputsPurge: {
    readonly ids: readonly string[];
    readonly confirmed?: boolean;
  };
  readonly PostInputsSearches: {
    readonly searches: readonly {
      readonly id?: Json;
      readonly save?: Json;
      readonly as_of?: Json;
      readonly name?: string;
      readonly algorithm?: '' | 'nearest_neighbor' | 'brute_force' | 'avg_concept_brute_force';
      readonly metric?: string | number;
      readonly min_value?: number;
      readonly query?: {
        readonly filters?: readonly {
          readonly negate?: boolean;
          readonly input?: {
            readonly id?: string;
            readonly dataset_ids?: readonly string[];
            readonly status?: {
              readonly code: number | string;
            };
            readonly data?: {
              readonly concepts?: readonly {
                readonly id?: string;
                readonly name?: string;
                readonly value?: boolean | number;
              }[];
              readonly metadata?: { readonly [name: string]: Json };
              readonly geo?: {
                readonly geo_point?: {
                  readonly longitude?: number;
                  readonly latitude?: number;
                };
                readonly geo_limit?: {
                  readonly type:
                    'withinKilometers' | 'withinMiles' | 'withinDegrees' | 'withinRadians';
                  readonly value?: number;
                };
                readonly geo_box?: readonly {
                  readonly geo_point: {
                    readonly longitude?: number;
                    readonly latitude?: number;
                  };
                }[];
              };
              readonly frames?: Json;
              readonly time_segments?: Json;
              readonly tracks?: Json;
              readonly embeddings?: Json;
              readonly clusters?: Json;
              readonly image?: {
                readonly url?: Json;
                readonly base64?: Json;
              };
              readonly text?: {
                readonly url?: Json;
                readonly raw?: Json;
              };
              readonly audio?: { readonly [name: string]: Json };
              readonly video?: { readonly [name: string]: Json };
            };
          };
          readonly annotation?: {
            readonly id?: string;
            readonly input_id?: string;
            readonly task_id?: string;
            readonly user_id?: string;
            readonly model_version_id?: string;
            readonly worker?: {
              readonly user?: {
                readonly id?: string;
              };
              readonly model?: {
                readonly model_version: {
                  readonly id?: string;
                };
              };
              readonly workflow?: {
                readonly version: {
                  readonly id?: string;
                };
              };
            };
            readonly status?: {
              readonly code: number | string;
            };
            readonly trusted?: boolean;
            readonly input_level?: boolean;
            readonly annotation_info?: { readonly [name: string]: Json };
            readonly data?: {
              readonly concepts?: readonly {
                readonly id?: string;
                readonly name?: string;
                readonly value?: boolean | number;
              }[];
              readonly metadata?: { readonly [name: string]: Json };
              readonly geo?: {
                readonly geo_point?: {
                  readonly longitude?: number;
                  readonly latitude?: number;
                };
                readonly geo_limit?: {
                  readonly type:
                    'withinKilometers' | 'withinMiles' | 'withinDegrees' | 'withinRadians';
                  readonly value?: number;
                };
                readonly geo_box?: readonly {
                  readonly geo_point: {
                    readonly longitude?: number;
                    readonly latitude?: number;
                  };
                }[];
              };
              readonly frames?: Json;
              readonly time_segments?: Json;
              readonly tracks?: Json;
              readonly embeddings?: Json;
              readonly clusters?: Json;
              readonly regions?: readonly {
                readonly track_id?: Json;
                readonly region_info: {
                  readonly bounding_box?: { readonly [name: string]: Json };
                  readonly polygon?: { readonly [name: string]: Json };
                  readonly mask?: { readonly [name: string]: Json };
                  readonly point?: Json;
                  readonly span?: Json;
                };
              }[];
            };
          };
          readonly last_updated_time_range?: {
            readonly start_time?: string;
            readonly end_time?: string;
          };
        }[];
        readonly ranks?: Json;
        readonly language?: string;
      };
    }[];
    readonly only_count?: boolean;
    readonly pagination?: {
      readonly page?: number;
      readonly per_page?: number;
    };
  };
  readonly PostInvoices: {
    readonly period: string;
  };
  readonly PostKeys: {
    readonly keys: readonly {
      readonly id?: string;
      readonly type?: 'personal_access_token' | 'app_specific_key' | '';
      readonly description?: string;
      readonly scopes?: readonly string[];
      readonly endpoints?: readonly string[];
      readonly apps?: readonly {
        readonly id: string;
      }[];
      readonly expires_at?: string;
    }[];
  };
  readonly PostModelFeedback: {
    readonly input: {
      readonly id?: string;
      readonly data: {
        readonly image?: {
          readonly base64?: string;
          readonly url?: string;
        };
        readonly text?: {
          readonly raw?: string;
          readonly url?: string;
        };
        readonly video?: Json;
        readonly audio?: Json;
        readonly parts?: Json;
        readonly frames?: Json;
        readonly ndarray?: Json;
        readonly concepts?: readonly {
          readonly id?: string;
          readonly name?: string;
          readonly value?: boolean | number;
        }[];
        readonly regions?: readonly {
          readonly id?: string;
          readonly region_info: {
            readonly bounding_box?: {
              readonly top_row?: number;
              readonly left_col?: number;
              readonly bottom_row?: number;
              readonly right_col?: number;
            };
            readonly polygon?: {
              readonly points: readonly {
                readonly row?: number;
                readonly col?: number;
              }[];
            };
            readonly mask?: {
              readonly image: {
                readonly base64?: string;
              };
            };
            readonly feedback?: 'accurate' | 'not_detected' | 'misplaced' | 'false_positive';
          };
          readonly data: {
            readonly concepts: readonly {
              readonly id?: string;
              readonly name?: string;
              readonly value?: boolean | number;
            }[];
          };
        }[];
        readonly metadata?: { readonly [name: string]: Json };
        readonly geo?: {
          readonly geo_point: {
            readonly longitude?: number;
            readonly latitude?: number;
          };
        };
      };
      readonly feedback_info?: { readonly [name: string]: Json };
    };
  };
  readonly PostModelOutputs: {
    readonly inputs: readonly {
      readonly id?: string;
      readonly data?: {
        readonly image?: {
          readonly base64?: string;
          readonly url?: string;
        };
        readonly text?: {
          readonly raw?: string;
          readonly url?: string;
        };
        readonly video?: Json;
        readonly audio?: Json;
        readonly parts?: Json;
        readonly frames?: Json;
        readonly ndarray?: Json;
      };
    }[];
    readonly model?: {
      readonly id?: string;
      readonly app_id?: string;
      readonly user_id?: string;
      readonly output_info?: {
        readonly output_config?: {
          readonly concepts_mutually_exclusive?: boolean;
          readonly existing_model_id?: string;
          readonly language?: string;
          readonly hyper_parameters?: string;
          readonly max_concepts?: number;
          readonly min_value?: number;
          readonly select_concepts?: readonly {
            readonly id?: string | '';
            readonly name?: string | '';
          }[];
          readonly training_timeout?: number;
          readonly sample_ms?: number;
          readonly hyper_params?: { readonly [name: string]: Json };
          readonly embed_model_version_id?: string;
          readonly fail_on_missing_positive_examples?: boolean;
          readonly model_metadata?: { readonly [name: string]: Json };
        };
        readonly params?: {
          readonly max_concepts?: number;
          readonly min_value?: number;
          readonly detection_threshold?: number;
          readonly select_concepts?: readonly (
            | {
                readonly id?: string | '';
                readonly name?: string | '';
              }
            | string
          )[];
        };
      };
      readonly model_version?: {
        readonly id?: string;
        readonly output_info?: {
          readonly output_config?: {
            readonly concepts_mutually_exclusive?: boolean;
            readonly existing_model_id?: string;
            readonly language?: string;
            readonly hyper_parameters?: string;
            readonly max_concepts?: number;
            readonly min_value?: number;
            readonly select_concepts?: readonly {
              readonly id?: string | '';
              readonly name?: string | '';
            }[];
            readonly training_timeout?: number;
            readonly sample_ms?: number;
            readonly hyper_params?: { readonly [name: string]: Json };
            readonly embed_model_version_id?: string;
            readonly fail_on_missing_positive_examples?: boolean;
            readonly model_metadata?: { readonly [name: string]: Json };
          };
          readonly params?: {
            readonly max_concepts?: number;
            readonly min_value?: number;
            readonly detection_threshold?: number;
            readonly select_concepts?: readonly (
              | {
                  readonly id?: string | '';
                  readonly name?: string | '';
                }
              | string
            )[];
          };
        };
      };
    };
    readonly version_id?: string;
  };
  readonly PostModelVersionEvaluations: {
    readonly eval_metrics?: readonly {
      readonly id?: string | '';
      readonly model?: {
        readonly id?: string;
        readonly app_id?: string;
        readonly model_version?: {
          readonly id?: string;
        };
      };
      readonly ground_truth_dataset?: {
        readonly id?: string;
        readonly app_id?: string;
        readonly version?: {
          readonly id?: string;
        };
      };
      readonly eval_info?: {
        readonly params?: { readonly [name: string]: Json };
      };
      readonly extended_metrics?: {
        readonly user_metrics?: { readonly [name: string]: Json };
      };
    }[];
  };
  readonly PostModelVersionJobEstimates: {
    readonly job: {
      readonly dataset: {
        readonly id: string;
        readonly version?: {
          readonly id?: string;
        };
      };
      readonly instance_type?: string;
      readonly kind: 'evaluate' | 'predict';
    };
  };
  readonly PostModelVersionPredictions: {
    readonly prediction: {
      readonly dataset?: {
        readonly id: string;
        readonly version?: {
          readonly id?: string;
        };
      };
      readonly instance_type?: string;
      readonly id?: string;
      readonly quote_id?: string;
    };
  };
  readonly PostModelVersions: {
    readonly model_versions?: readonly {
      readonly description?: string;
      readonly train_info?: {
        readonly params?: { readonly [name: string]: Json };
        readonly dataset?: {
          readonly id?: string;
          readonly version?: {
            readonly id?: string;
          };
        };
        readonly resume_from_model?: {
          readonly id?: string;
          readonly app_id?: string;
          readonly model_version?: {
            readonly id?: string;
          };
        };
      };
      readonly output_info?: {
        readonly data?: {
          readonly concepts?: readonly {
            readonly id?: string | '';
            readonly name?: string | '';
          }[];
        };
        readonly params?: { readonly [name: string]: Json };
        readonly output_config?: {
          readonly concepts_mutually_exclusive?: boolean;
          readonly existing_model_id?: string;
          readonly language?: string;
          readonly hyper_parameters?: string;
          readonly max_concepts?: number;
          readonly min_value?: number;
          readonly select_concepts?: readonly {
            readonly id?: string | '';
            readonly name?: string | '';
          }[];
          readonly training_timeout?: number;
          readonly sample_ms?: number;
          readonly hyper_params?: { readonly [name: string]: Json };
          readonly embed_model_version_id?: string;
          readonly fail_on_missing_positive_examples?: boolean;
          readonly model_metadata?: { readonly [name: string]: Json };
        };
      };
      readonly input_info?: {
        readonly params?: { readonly [name: string]: Json };
        readonly base_embed_model?: {
          readonly id?: string;
        };
      };
    }[];
    readonly description?: string;
  };
  readonly PostModelVersionsTrainingEstimates: {
    readonly model_versions?: readonly {
      readonly description?: string;
      readonly train_info?: {
        readonly params?: { readonly [name: string]: Json };
        readonly dataset?: {
          readonly id?: string;
          readonly version?: {
            readonly id?: string;
          };
        };
        readonly resume_from_model?: {
          readonly id?: string;
          readonly app_id?: string;
          readonly model_version?: {
            readonly id?: string;
          };
        };
      };
      readonly output_info?: {
        readonly data?: {
          readonly concepts?: readonly {
            readonly id?: string | '';
            readonly name?: string | '';
          }[];
        };
        readonly params?: { readonly [name: string]: Json };
        readonly output_config?: {
          readonly concepts_mutually_exclusive?: boolean;
          readonly existing_model_id?: string;
          readonly language?: string;
          readonly hyper_parameters?: string;
          readonly max_concepts?: number;
          readonly min_value?: number;
          readonly select_concepts?: readonly {
            readonly id?: string | '';
            readonly name?: string | '';
          }[];
          readonly training_timeout?: number;
          readonly sample_ms?: number;
          readonly hyper_params?: { readonly [name: string]: Json };
          readonly embed_model_version_id?: string;
          readonly fail_on_missing_positive_examples?: boolean;
          readonly model_metadata?: { readonly [name: string]: Json };
        };
      };
      readonly input_info?: {
        readonly params?: { readonly [name: string]: Json };
        readonly base_embed_model?: {
          readonly id?: string;
        };
      };
    }[];
    readonly estimated_input_count?: number | string;
    readonly model_type_id?: string;
  };
  readonly PostModelVersionsTrainingTimeEstimate: {
    readonly model_versions?: readonly {
      readonly description?: string;
      readonly train_info?: {
        readonly params?: { readonly [name: string]: Json };
        readonly dataset?: {
          readonly id?: string;
          readonly version?: {
            readonly id?: string;
          };
        };
        readonly resume_from_model?: {
          readonly id?: string;
          readonly app_id?: string;
          readonly model_version?: {
            readonly id?: string;
          };
        };
      };
      readonly output_info?: {
        readonly data?: {
          readonly concepts?: readonly {
            readonly id?: string | '';
            readonly name?: string | '';
          }[];
        };
        readonly params?: { readonly [name: string]: Json };
        readonly output_config?: {
          readonly concepts_mutually_exclusive?: boolean;
          readonly existing_model_id?: string;
          readonly language?: string;
          readonly hyper_parameters?: string;
          readonly max_concepts?: number;
          readonly min_value?: number;
          readonly select_concepts?: readonly {
            readonly id?: string | '';
            readonly name?: string | '';
          }[];
          readonly training_timeout?: number;
          readonly sample_ms?: number;
          readonly hyper_params?: { readonly [name: string]: Json };
          readonly embed_model_version_id?: string;
          readonly fail_on_missing_positive_examples?: boolean;
          readonly model_metadata?: { readonly [name: string]: Json };
        };
      };
      readonly input_info?: {
        readonly params?: { readonly [name: string]: Json };
        readonly base_embed_model?: {
          readonly id?: string;
        };
      };
    }[];
    readonly estimated_input_count?: number | string;
    readonly model_type_id?: string;
  };
  readonly PostModels: {
    readonly models?: readonly {
      readonly id: string;
      readonly model_type_id?: string;
      readonly train_info?: {
        readonly params?: { readonly [name: string]: Json };
        readonly dataset?: {
          readonly id?: string;
          readonly version?: {
            readonly id?: string;
          };
        };
      };
      readonly name?: string;
      readonly description?: string;
      readonly notes?: string;
      readonly metadata?: { readonly [name: string]: Json };
      readonly visibility?: {
        readonly gettable?:
          ('UNKNOWN_VISIBILITY' | 'PRIVATE' | 'ORG' | 'PUBLIC') | (0 | 10 | 30 | 50);
      };
      readonly toolkits?: readonly string[];
      readonly use_cases?: readonly string[];
      readonly languages?: readonly string[];
      readonly task?: string;
      readonly image?: {
        readonly url: string;
      };
      readonly presets?: { readonly [name: string]: Json };
      readonly default_eval_info?: {
        readonly params?: { readonly [name: string]: Json };
      };
      readonly output_info?: {
        readonly data?: {
          readonly concepts?: readonly {
            readonly id?: string | '';
            readonly name?: string | '';
          }[];
        };
        readonly output_config?: {
          readonly concepts_mutually_exclusive?: boolean;
          readonly existing_model_id?: string;
          readonly language?: string;
          readonly hyper_parameters?: string;
          readonly max_concepts?: number;
          readonly min_value?: number;
          readonly select_concepts?: readonly {
            readonly id?: string | '';
            readonly name?: string | '';
          }[];
          readonly training_timeout?: number;
          readonly sample_ms?: number;
          readonly hyper_params?: { readonly [name: string]: Json };
          readonly embed_model_version_id?: string;
          readonly fail_on_missing_positive_examples?: boolean;
          readonly model_metadata?: { readonly [name: string]: Json };
        };
        readonly params?: { readonly [name: string]: Json };
      };
    }[];
    readonly model?: {
      readonly id: string;
      readonly model_type_id?: string;
      readonly train_info?: {
        readonly params?: { readonly [name: string]: Json };
        readonly dataset?: {
          readonly id?: string;
          readonly version?: {
            readonly id?: string;
          };
        };
      };
      readonly name?: string;
      readonly description?: string;
      readonly notes?: string;
      readonly metadata?: { readonly [name: string]: Json };
      readonly visibility?: {
        readonly gettable?:
          ('UNKNOWN_VISIBILITY' | 'PRIVATE' | 'ORG' | 'PUBLIC') | (0 | 10 | 30 | 50);
      };
      readonly toolkits?: readonly string[];
      readonly use_cases?: readonly string[];
      readonly languages?: readonly string[];
      readonly task?: string;
      readonly image?: {
        readonly url: string;
      };
      readonly presets?: { readonly [name: string]: Json };
      readonly default_eval_info?: {
        readonly params?: { readonly [name: string]: Json };
      };
      readonly output_info?: {
        readonly data?: {
          readonly concepts?: readonly {
            readonly id?: string | '';
            readonly name?: string | '';
          }[];
        };
        readonly output_config?: {
          readonly concepts_mutually_exclusive?: boolean;
          readonly existing_model_id?: string;
          readonly language?: string;
          readonly hyper_parameters?: string;
          readonly max_concepts?: number;
          readonly min_value?: number;
          readonly select_concepts?: readonly {
            readonly id?: string | '';
            readonly name?: string | '';
          }[];
          readonly training_timeout?: number;
          readonly sample_ms?: number;
          readonly hyper_params?: { readonly [name: string]: Json };
          readonly embed_model_version_id?: string;
          readonly fail_on_missing_positive_examples?: boolean;
          readonly model_metadata?: { readonly [name: string]: Json };
        };
        readonly params?: { readonly [name: string]: Json };
      };
    };
  };
  readonly PostModelsSearches: {
    readonly model_query: {
      readonly name?: string;
      readonly model_type_id?: string;
    };
    readonly pagination?: {
      readonly page?: number;
      readonly per_page?: number;
    };
  };
  readonly PostNotification: {
    readonly notification: {
      readonly kind: 'webhook' | 'email';
      readonly url?: string;
      readonly address?: string;
      readonly events?: readonly (
        | 'model-version.queued'
        | 'model-version.training'
        | 'model-version.trained'
        | 'model-version.failed'
        | 'model-version.stopped'
        | 'model-version.held-back'
        | 'model-version.awaits-approval'
        | 'model.promoted'
        | 'model.rolled-back'
        | 'evaluation.queued'
        | 'evaluation.running'
        | 'evaluation.completed'
        | 'evaluation.failed'
        | 'evaluation.stopped'
        | 'prediction.queued'
        | 'prediction.running'
        | 'prediction.completed'
        | 'prediction.failed'
        | 'prediction.stopped'
        | 'schedule.skipped'
        | 'invoice.issued'
        | 'budget.reached'
        | 'budget.threshold'
        | 'budget.stopped'
        | 'budget.resumed'
        | 'budget.not-resumed'
        | 'hold.needs-review'
      )[];
      readonly app_ids?: readonly string[];
      readonly description?: string;
      readonly active?: boolean;
    };
  };
  readonly PostPromotion: {
    readonly promotion: {
      readonly versionId: string;
      readonly reason: string;
      readonly expectedVersionId?: string;
    };
  };
  readonly PostQuotes: {
    readonly model_versions?: readonly {
      readonly description?: string;
      readonly train_info?: {
        readonly params?: { readonly [name: string]: Json };
        readonly dataset?: {
          readonly id?: string;
          readonly version?: {
            readonly id?: string;
          };
        };
        readonly resume_from_model?: {
          readonly id?: string;
          readonly app_id?: string;
          readonly model_version?: {
            readonly id?: string;
          };
        };
      };
      readonly output_info?: {
        readonly data?: {
          readonly concepts?: readonly {
            readonly id?: string | '';
            readonly name?: string | '';
          }[];
        };
        readonly params?: { readonly [name: string]: Json };
        readonly output_config?: {
          readonly concepts_mutually_exclusive?: boolean;
          readonly existing_model_id?: string;
          readonly language?: string;
          readonly hyper_parameters?: string;
          readonly max_concepts?: number;
          readonly min_value?: number;
          readonly select_concepts?: readonly {
            readonly id?: string | '';
            readonly name?: string | '';
          }[];
          readonly training_timeout?: number;
          readonly sample_ms?: number;
          readonly hyper_params?: { readonly [name: string]: Json };
          readonly embed_model_version_id?: string;
          readonly fail_on_missing_positive_examples?: boolean;
          readonly model_metadata?: { readonly [name: string]: Json };
        };
      };
      readonly input_info?: {
        readonly params?: { readonly [name: string]: Json };
        readonly base_embed_model?: {
          readonly id?: string;
        };
      };
    }[];
    readonly evaluation?: {
      readonly dataset: {
        readonly id: string;
        readonly version?: {
          readonly id?: string;
        };
      };
      readonly instance_type?: string;
      readonly model_version?: {
        readonly id?: string;
      };
    };
    readonly prediction?: {
      readonly dataset: {
        readonly id: string;
        readonly version?: {
          readonly id?: string;
        };
      };
      readonly instance_type?: string;
      readonly model_version?: {
        readonly id?: string;
      };
    };
  };
  readonly PostSchedule: {
    readonly schedule: {
      readonly id?: string;
      readonly dataset_id: string;
      readonly expression: string;
      readonly timezone?: string;
      readonly min_new_inputs?: number;
      readonly drift_threshold?: number;
      readonly worth_per_point_micros?: number;
      readonly max_price_micros?: number;
      readonly done_by?: string;
      readonly params?: { readonly [name: string]: Json };
    };
  };
  readonly PostSearches: {
    readonly query?: {
      readonly filters?: readonly {
        readonly negate?: boolean;
        readonly input?: {
          readonly id?: string;
          readonly dataset_ids?: readonly string[];
          readonly status?: {
            readonly code: number | string;
          };
          readonly data?: {
            readonly concepts?: readonly {
              readonly id?: string;
              readonly name?: string;
              readonly value?: boolean | number;
            }[];
            readonly metadata?: { readonly [name: string]: Json };
            readonly geo?: {
              readonly geo_point?: {
                readonly longitude?: number;
                readonly latitude?: number;
              };
              readonly geo_limit?: {
                readonly type:
                  'withinKilometers' | 'withinMiles' | 'withinDegrees' | 'withinRadians';
                readonly value?: number;
              };
              readonly geo_box?: readonly {
                readonly geo_point: {
                  readonly longitude?: number;
                  readonly latitude?: number;
                };
              }[];
            };
            readonly frames?: Json;
            readonly time_segments?: Json;
            readonly tracks?: Json;
            readonly embeddings?: Json;
            readonly clusters?: Json;
            readonly image?: {
              readonly url?: Json;
              readonly base64?: Json;
            };
            readonly text?: {
              readonly url?: Json;
              readonly raw?: Json;
            };
            readonly audio?: { readonly [name: string]: Json };
            readonly video?: { readonly [name: string]: Json };
          };
        };
        readonly annotation?: {
          readonly id?: string;
          readonly input_id?: string;
          readonly task_id?: string;
          readonly user_id?: string;
          readonly model_version_id?: string;
          readonly worker?: {
            readonly user?: {
              readonly id?: string;
            };
            readonly model?: {
              readonly model_version: {
                readonly id?: string;
              };
            };
            readonly workflow?: {
              readonly version: {
                readonly id?: string;
              };
            };
          };
          readonly status?: {
            readonly code: number | string;
          };
          readonly trusted?: boolean;
          readonly input_level?: boolean;
          readonly annotation_info?: { readonly [name: string]: Json };
          readonly data?: {
            readonly concepts?: readonly {
              readonly id?: string;
              readonly name?: string;
              readonly value?: boolean | number;
            }[];
            readonly metadata?: { readonly [name: string]: Json };
            readonly geo?: {
              readonly geo_point?: {
                readonly longitude?: number;
                readonly latitude?: number;
              };
              readonly geo_limit?: {
                readonly type:
                  'withinKilometers' | 'withinMiles' | 'withinDegrees' | 'withinRadians';
                readonly value?: number;
              };
              readonly geo_box?: readonly {
                readonly geo_point: {
                  readonly longitude?: number;
                  readonly latitude?: number;
                };
              }[];
            };
            readonly frames?: Json;
            readonly time_segments?: Json;
            readonly tracks?: Json;
            readonly embeddings?: Json;
            readonly clusters?: Json;
            readonly regions?: readonly {
              readonly track_id?: Json;
              readonly region_info: {
                readonly bounding_box?: { readonly [name: string]: Json };
                readonly polygon?: { readonly [name: string]: Json };
                readonly mask?: { readonly [name: string]: Json };
                readonly point?: Json;
                readonly span?: Json;
              };
            }[];
          };
        };
        readonly last_updated_time_range?: {
          readonly start_time?: string;
          readonly end_time?: string;
        };
      }[];
      readonly ranks?: Json;
      readonly language?: string;
      readonly ands?: readonly {
        readonly negate?: boolean;
        readonly input?: {
          readonly id?: string;
          readonly dataset_ids?: readonly string[];
          readonly status?: {
            readonly code: number | string;
          };
          readonly data?: {
            readonly concepts?: readonly {
              readonly id?: string;
              readonly name?: string;
              readonly value?: boolean | number;
            }[];
            readonly metadata?: { readonly [name: string]: Json };
            readonly geo?: {
              readonly geo_point?: {
                readonly longitude?: number;
                readonly latitude?: number;
              };
              readonly geo_limit?: {
                readonly type:
                  'withinKilometers' | 'withinMiles' | 'withinDegrees' | 'withinRadians';
                readonly value?: number;
              };
              readonly geo_box?: readonly {
                readonly geo_point: {
                  readonly longitude?: number;
                  readonly latitude?: number;
                };
              }[];
            };
            readonly frames?: Json;
            readonly time_segments?: Json;
            readonly tracks?: Json;
            readonly embeddings?: Json;
            readonly clusters?: Json;
            readonly image?: {
              readonly url?: Json;
              readonly base64?: Json;
            };
            readonly text?: {
              readonly url?: Json;
              readonly raw?: Json;
            };
            readonly audio?: { readonly [name: string]: Json };
            readonly video?: { readonly [name: string]: Json };
          };
        };
        readonly annotation?: {
          readonly id?: string;
          readonly input_id?: string;
          readonly task_id?: string;
          readonly user_id?: string;
          readonly model_version_id?: string;
          readonly worker?: {
            readonly user?: {
              readonly id?: string;
            };
            readonly model?: {
              readonly model_version: {
                readonly id?: string;
              };
            };
            readonly workflow?: {
              readonly version: {
                readonly id?: string;
              };
            };
          };
          readonly status?: {
            readonly code: number | string;
          };
          readonly trusted?: boolean;
          readonly input_level?: boolean;
          readonly annotation_info?: { readonly [name: string]: Json };
          readonly data?: {
            readonly concepts?: readonly {
              readonly id?: string;
              readonly name?: string;
              readonly value?: boolean | number;
            }[];
            readonly metadata?: { readonly [name: string]: Json };
            readonly geo?: {
              readonly geo_point?: {
                readonly longitude?: number;
                readonly latitude?: number;
              };
              readonly geo_limit?: {
                readonly type:
                  'withinKilometers' | 'withinMiles' | 'withinDegrees' | 'withinRadians';
                readonly value?: number;
              };
              readonly geo_box?: readonly {
                readonly geo_point: {
                  readonly longitude?: number;
                  readonly latitude?: number;
                };
              }[];
            };
            readonly frames?: Json;
            readonly time_segments?: Json;
            readonly tracks?: Json;
            readonly embeddings?: Json;
            readonly clusters?: Json;
            readonly regions?: readonly {
              readonly track_id?: Json;
              readonly region_info: {
                readonly bounding_box?: { readonly [name: string]: Json };
                readonly polygon?: { readonly [name: string]: Json };
                readonly mask?: { readonly [name: string]: Json };
                readonly point?: Json;
                readonly span?: Json;
              };
            }[];
          };
        };
        readonly output?: Json;
      }[];
    };
    readonly searches?: readonly {
      readonly id?: Json;
      readonly save?: Json;
      readonly as_of?: Json;
      readonly name?: string;
      readonly algorithm?: '' | 'nearest_neighbor' | 'brute_force' | 'avg_concept_brute_force';
      readonly metric?: string | number;
      readonly min_value?: number;
      readonly query?: {
        readonly filters?: readonly {
          readonly negate?: boolean;
          readonly input?: {
            readonly id?: string;
            readonly dataset_ids?: readonly string[];
            readonly status?: {
              readonly code: number | string;
            };
            readonly data?: {
              readonly concepts?: readonly {
                readonly id?: string;
                readonly name?: string;
                readonly value?: boolean | number;
              }[];
              readonly metadata?: { readonly [name: string]: Json };
              readonly geo?: {
                readonly geo_point?: {
                  readonly longitude?: number;
                  readonly latitude?: number;
                };
                readonly geo_limit?: {
                  readonly type:
                    'withinKilometers' | 'withinMiles' | 'withinDegrees' | 'withinRadians';
                  readonly value?: number;
                };
                readonly geo_box?: readonly {
                  readonly geo_point: {
                    readonly longitude?: number;
                    readonly latitude?: number;
                  };
                }[];
              };
              readonly frames?: Json;
              readonly time_segments?: Json;
              readonly tracks?: Json;
              readonly embeddings?: Json;
              readonly clusters?: Json;
              readonly image?: {
                readonly url?: Json;
                readonly base64?: Json;
              };
              readonly text?: {
                readonly url?: Json;
                readonly raw?: Json;
              };
              readonly audio?: { readonly [name: string]: Json };
              readonly video?: { readonly [name: string]: Json };
            };
          };
          readonly annotation?: {
            readonly id?: string;
            readonly input_id?: string;
            readonly task_id?: string;
            readonly user_id?: string;
            readonly model_version_id?: string;
            readonly worker?: {
              readonly user?: {
                readonly id?: string;
              };
              readonly model?: {
                readonly model_version: {
                  readonly id?: string;
                };
              };
              readonly workflow?: {
                readonly version: {
                  readonly id?: string;
                };
              };
            };
            readonly status?: {
              readonly code: number | string;
            };
            readonly trusted?: boolean;
            readonly input_level?: boolean;
            readonly annotation_info?: { readonly [name: string]: Json };
            readonly data?: {
              readonly concepts?: readonly {
                readonly id?: string;
                readonly name?: string;
                readonly value?: boolean | number;
              }[];
              readonly metadata?: { readonly [name: string]: Json };
              readonly geo?: {
                readonly geo_point?: {
                  readonly longitude?: number;
                  readonly latitude?: number;
                };
                readonly geo_limit?: {
                  readonly type:
                    'withinKilometers' | 'withinMiles' | 'withinDegrees' | 'withinRadians';
                  readonly value?: number;
                };
                readonly geo_box?: readonly {
                  readonly geo_point: {
                    readonly longitude?: number;
                    readonly latitude?: number;
                  };
                }[];
              };
              readonly frames?: Json;
              readonly time_segments?: Json;
              readonly tracks?: Json;
              readonly embeddings?: Json;
              readonly clusters?: Json;
              readonly regions?: readonly {
                readonly track_id?: Json;
                readonly region_info: {
                  readonly bounding_box?: { readonly [name: string]: Json };
                  readonly polygon?: { readonly [name: string]: Json };
                  readonly mask?: { readonly [name: string]: Json };
                  readonly point?: Json;
                  readonly span?: Json;
                };
              }[];
            };
          };
          readonly last_updated_time_range?: {
            readonly start_time?: string;
            readonly end_time?: string;
          };
        }[];
        readonly ranks?: Json;
        readonly language?: string;
        readonly ands?: readonly {
          readonly negate?: boolean;
          readonly input?: {
            readonly id?: string;
            readonly dataset_ids?: readonly string[];
            readonly status?: {
              readonly code: number | string;
            };
            readonly data?: {
              readonly concepts?: readonly {
                readonly id?: string;
                readonly name?: string;
                readonly value?: boolean | number;
              }[];
              readonly metadata?: { readonly [name: string]: Json };
              readonly geo?: {
                readonly geo_point?: {
                  readonly longitude?: number;
                  readonly latitude?: number;
                };
                readonly geo_limit?: {
                  readonly type:
                    'withinKilometers' | 'withinMiles' | 'withinDegrees' | 'withinRadians';
                  readonly value?: number;
                };
                readonly geo_box?: readonly {
                  readonly geo_point: {
                    readonly longitude?: number;
                    readonly latitude?: number;
                  };
                }[];
              };
              readonly frames?: Json;
              readonly time_segments?: Json;
              readonly tracks?: Json;
              readonly embeddings?: Json;
              readonly clusters?: Json;
              readonly image?: {
                readonly url?: Json;
                readonly base64?: Json;
              };
              readonly text?: {
                readonly url?: Json;
                readonly raw?: Json;
              };
              readonly audio?: { readonly [name: string]: Json };
              readonly video?: { readonly [name: string]: Json };
            };
          };
          readonly annotation?: {
            readonly id?: string;
            readonly input_id?: string;
            readonly task_id?: string;
            readonly user_id?: string;
            readonly model_version_id?: string;
            readonly worker?: {
              readonly user?: {
                readonly id?: string;
              };
              readonly model?: {
                readonly model_version: {
                  readonly id?: string;
                };
              };
              readonly workflow?: {
                readonly version: {
                  readonly id?: string;
                };
              };
            };
            readonly status?: {
              readonly code: number | string;
            };
            readonly trusted?: boolean;
            readonly input_level?: boolean;
            readonly annotation_info?: { readonly [name: string]: Json };
            readonly data?: {
              readonly concepts?: readonly {
                readonly id?: string;
                readonly name?: string;
                readonly value?: boolean | number;
              }[];
              readonly metadata?: { readonly [name: string]: Json };
              readonly geo?: {
                readonly geo_point?: {
                  readonly longitude?: number;
                  readonly latitude?: number;
                };
                readonly geo_limit?: {
                  readonly type:
                    'withinKilometers' | 'withinMiles' | 'withinDegrees' | 'withinRadians';
                  readonly value?: number;
                };
                readonly geo_box?: readonly {
                  readonly geo_point: {
                    readonly longitude?: number;
                    readonly latitude?: number;
                  };
                }[];
              };
              readonly frames?: Json;
              readonly time_segments?: Json;
              readonly tracks?: Json;
              readonly embeddings?: Json;
              readonly clusters?: Json;
              readonly regions?: readonly {
                readonly track_id?: Json;
                readonly region_info: {
                  readonly bounding_box?: { readonly [name: string]: Json };
                  readonly polygon?: { readonly [name: string]: Json };
                  readonly mask?: { readonly [name: string]: Json };
                  readonly point?: Json;
                  readonly span?: Json;
                };
              }[];
            };
          };
          readonly output?: Json;
        }[];
      };
    }[];
    readonly pagination?: {
      readonly page?: number;
      readonly per_page?: number;
    };
  };
  readonly PostTrainingEstimate: {
    readonly model_type_id: string;
    readonly params?: { readonly [name: string]: Json };
    readonly input_count: number;
  };
  readonly PostUploads: {
    readonly uploads: readonly {
      readonly id?: string | '';
      readonly content_name?: string;
      readonly content_length: number | string;
    }[];
  };
  readonly PutBudget: {
    readonly budget: {
      readonly level: 'account' | 'tenant' | 'app' | 'model';
      readonly appId?: string;
      readonly modelId?: string;
      readonly monthMicros?: number | string;
      readonly dayMicros?: number | string;
      readonly atLimit?: 'stop' | 'notify';
    };
    readonly dry_run?: boolean;
  };
  readonly PutDatasetVersionExports: {
    readonly exports: readonly {
      readonly format: 'CLARIFAI_DATA_PROTOBUF' | 'CLARIFAI_DATA_JSON' | 'COCO';
    }[];
  };
  readonly PutGatePolicy: {
    readonly gate_policy: {
      readonly allowedLossPoints?: number;
      readonly maxNegativeFlipPercent?: number;
      readonly maxFlipsOfErrorsPercent?: number;
      readonly newConceptFloor?: number;
      readonly requiresApproval?: boolean;
    };
  };
  readonly PutRateCard: {
    readonly rate_card: {
      readonly level: 'account' | 'tenant';
      readonly microsPerHour: number;
      readonly ratesMicrosPerHour?: { readonly [name: string]: number };
      readonly freeSecondsPerMonth?: number;
      readonly minimumMicrosPerJob?: number;
    };
  };
}

/** Operation -> parameters of the query that it reads. */
export interface Queries {
  readonly DeleteModelVersion: {
    readonly stop_only?: boolean;
  };
  readonly DeleteRateCard: {
    readonly level?: string;
  };
  readonly GetAmount: {
    readonly period?: string;
    readonly app_id?: string;
  };
  readonly GetConceptCounts: {
    readonly page?: number;
    readonly per_page?: number;
  };
  readonly GetDatasetVersionDifference: {
    readonly page?: number;
    readonly per_page?: number;
    readonly from?: string;
  };
  readonly GetEstimatorReport: {
    readonly kind?: string;
    readonly template_id?: string;
    readonly app_id?: string;
    readonly model_id?: string;
  };
  readonly GetEvaluation: {
    readonly 'fields.confusion_matrix'?: boolean;
    readonly 'fields.cooccurrence_matrix'?: boolean;
    readonly 'fields.label_counts'?: boolean;
    readonly 'fields.binary_metrics'?: boolean;
    readonly 'fields.test_set'?: boolean;
    readonly 'fields.metrics_by_area'?: boolean;
    readonly 'fields.metrics_by_class'?: boolean;
  };
  readonly GetInvoiceContent: {
    readonly format?: string;
  };
  readonly GetModel: {
    readonly version_id?: string;
  };
  readonly GetModelOutputInfo: {
    readonly version_id?: string;
  };
  readonly GetModelVersionEvaluation: {
    readonly 'fields.confusion_matrix'?: boolean;
    readonly 'fields.cooccurrence_matrix'?: boolean;
    readonly 'fields.label_counts'?: boolean;
    readonly 'fields.binary_metrics'?: boolean;
    readonly 'fields.test_set'?: boolean;
    readonly 'fields.metrics_by_area'?: boolean;
    readonly 'fields.metrics_by_class'?: boolean;
  };
  readonly GetModelVersionGate: {
    readonly page?: number;
    readonly per_page?: number;
  };
  readonly GetModelVersionMetrics: {
    readonly 'fields.confusion_matrix'?: boolean;
    readonly 'fields.cooccurrence_matrix'?: boolean;
    readonly 'fields.label_counts'?: boolean;
    readonly 'fields.binary_metrics'?: boolean;
    readonly 'fields.test_set'?: boolean;
    readonly 'fields.metrics_by_area'?: boolean;
    readonly 'fields.metrics_by_class'?: boolean;
  };
  readonly GetModelVersionPredictionContent: {
    readonly format?: string;
  };
  readonly GetUsageSummary: {
    readonly group_by?: readonly string[];
    readonly from?: string;
    readonly to?: string;
    readonly app_id?: string;
    readonly all_tenants?: boolean;
  };
  readonly ListActivity: {
    readonly app_id?: string;
  };
  readonly ListAnnotations: {
    readonly page?: number;
    readonly per_page?: number;
    readonly list_all_annotations?: boolean;
    readonly return_model_output?: boolean;
    readonly ids?: readonly string[];
    readonly input_ids?: readonly string[];
    readonly user_ids?: readonly string[];
    readonly model_version_ids?: readonly string[];
    readonly workflow_version_ids?: readonly string[];
    readonly statuses?: readonly string[];
    readonly 'statuses.code'?: readonly string[];
    readonly task_id?: string;
  };
  readonly ListAppKeys: {
    readonly page?: number;
    readonly per_page?: number;
  };
  readonly ListApps: {
    readonly page?: number;
    readonly per_page?: number;
    readonly featured_only?: boolean;
    readonly starred_only?: boolean;
    readonly template_only?: boolean;
    readonly search?: string;
    readonly query?: string;
    readonly id?: string;
    readonly name?: string;
    readonly sort_ascending?: boolean;
    readonly sort_by_modified_at?: boolean;
    readonly sort_by_created_at?: boolean;
    readonly sort_by_id?: boolean;
    readonly sort_by_name?: boolean;
    readonly sort_by_star_count?: boolean;
    readonly sort_by_relevance?: boolean;
  };
  readonly ListBudgets: {
    readonly period?: string;
  };
  readonly ListBulkOperations: {
    readonly page?: number;
    readonly per_page?: number;
  };
  readonly ListConcepts: {
    readonly page?: number;
    readonly per_page?: number;
    readonly id?: string;
    readonly search?: string;
  };
  readonly ListDatasetInputs: {
    readonly page?: number;
    readonly per_page?: number;
    readonly behind?: string;
  };
  readonly ListDatasetVersionInputs: {
    readonly page?: number;
    readonly per_page?: number;
    readonly concept?: string;
    readonly split?: string;
    readonly problem?: string;
  };
  readonly ListDatasetVersionMetricsGroups: {
    readonly page?: number;
    readonly per_page?: number;
    readonly parent_paths?: readonly string[];
    readonly types?: readonly string[];
    readonly values?: readonly string[];
  };
  readonly ListDatasetVersions: {
    readonly page?: number;
    readonly per_page?: number;
  };
  readonly ListDatasets: {
    readonly page?: number;
    readonly per_page?: number;
    readonly starred_only?: boolean;
    readonly bookmark?: boolean;
    readonly search?: string;
    readonly id?: string;
    readonly sort_ascending?: boolean;
    readonly sort_by_created_at?: boolean;
    readonly sort_by_modified_at?: boolean;
    readonly sort_by_id?: boolean;
    readonly sort_by_star_count?: boolean;
    readonly sort_by_relevance?: boolean;
  };
  readonly ListDialFlips: {
    readonly weight?: string;
    readonly shift?: string;
  };
  readonly ListEvaluationPredictions: {
    readonly page?: number;
    readonly per_page?: number;
    readonly order?: string;
    readonly concept?: string;
    readonly predicted?: string;
    readonly only_wrong?: boolean;
  };
  readonly ListEvaluations: {
    readonly page?: number;
    readonly per_page?: number;
    readonly eval_dataset_ids?: readonly string[];
    readonly train_dataset_ids?: readonly string[];
    readonly concept_ids?: readonly string[];
    readonly model_type_id?: string;
    readonly show_failed_metrics?: boolean;
    readonly sort_ascending?: boolean;
    readonly sort_by_created_at?: boolean;
    readonly sort_by_app_id?: boolean;
    readonly sort_by_roc_auc?: boolean;
    readonly sort_by_f1?: boolean;
    readonly sort_by_mean_avg_precision?: boolean;
    readonly sort_by_precision?: boolean;
    readonly sort_by_recall?: boolean;
    readonly sort_by_model_id?: boolean;
    readonly sort_by_eval_dataset_id?: boolean;
    readonly sort_by_train_dataset_id?: boolean;
  };
  readonly ListHolds: {
    readonly page?: number;
    readonly per_page?: number;
    readonly review?: boolean;
  };
  readonly ListInputs: {
    readonly page?: number;
    readonly per_page?: number;
    readonly ids?: readonly string[];
    readonly 'status.code'?: readonly string[];
  };
  readonly ListInputsAddJobs: {
    readonly page?: number;
    readonly per_page?: number;
  };
  readonly ListInvoices: {
    readonly page?: number;
    readonly per_page?: number;
  };
  readonly ListKeys: {
    readonly page?: number;
    readonly per_page?: number;
    readonly type?: string;
    readonly not_expired?: boolean;
    readonly scopes?: readonly string[];
    readonly endpoints?: readonly string[];
  };
  readonly ListLedgerEntries: {
    readonly page?: number;
    readonly per_page?: number;
    readonly entry_id?: string;
  };
  readonly ListLedgerRecords: {
    readonly page?: number;
    readonly per_page?: number;
    readonly type?: string;
  };
  readonly ListLogEntries: {
    readonly page?: number;
    readonly per_page?: number;
  };
  readonly ListModelConcepts: {
    readonly page?: number;
    readonly per_page?: number;
    readonly search?: string;
    readonly version_id?: string;
  };
  readonly ListModelInputs: {
    readonly page?: number;
    readonly per_page?: number;
    readonly version_id?: string;
  };
  readonly ListModelSummaries: {
    readonly model_type_id?: string;
    readonly search?: string;
    readonly query?: string;
    readonly name?: string;
    readonly creator?: string;
    readonly 'visibility.gettable'?: string;
    readonly license?: string;
    readonly license_type?: string;
    readonly source?: string;
    readonly min_replicas?: string;
    readonly input_fields?: readonly string[];
    readonly output_fields?: readonly string[];
    readonly ids?: readonly string[];
    readonly toolkits?: readonly string[];
    readonly use_cases?: readonly string[];
    readonly languages?: readonly string[];
    readonly filter_by_user_id?: boolean;
    readonly featured_only?: boolean;
    readonly starred_only?: boolean;
    readonly bookmark?: boolean;
    readonly page?: number;
    readonly per_page?: number;
    readonly sort_ascending?: boolean;
    readonly sort_by_modified_at?: boolean;
    readonly sort_by_created_at?: boolean;
    readonly sort_by_name?: boolean;
    readonly sort_by_amount?: boolean;
  };
  readonly ListModelTypes: {
    readonly page?: number;
    readonly per_page?: number;
  };
  readonly ListModelVersionEvaluations: {
    readonly page?: number;
    readonly per_page?: number;
  };
  readonly ListModelVersionHeldOutPredictions: {
    readonly page?: number;
    readonly per_page?: number;
    readonly order?: string;
    readonly concept?: string;
    readonly predicted?: string;
    readonly only_wrong?: boolean;
  };
  readonly ListModelVersionPredictions: {
    readonly page?: number;
    readonly per_page?: number;
  };
  readonly ListModelVersions: {
    readonly page?: number;
    readonly per_page?: number;
    readonly concept_ids?: readonly string[];
    readonly trained_only?: boolean;
    readonly min_replicas?: string;
    readonly search?: string;
    readonly sort_ascending?: boolean;
    readonly sort_by_created_at?: boolean;
    readonly sort_by_status_code?: boolean;
    readonly sort_by_num_inputs?: boolean;
    readonly sort_by_description?: boolean;
  };
  readonly ListModels: {
    readonly model_type_id?: string;
    readonly search?: string;
    readonly query?: string;
    readonly name?: string;
    readonly creator?: string;
    readonly 'visibility.gettable'?: string;
    readonly license?: string;
    readonly license_type?: string;
    readonly source?: string;
    readonly min_replicas?: string;
    readonly input_fields?: readonly string[];
    readonly output_fields?: readonly string[];
    readonly ids?: readonly string[];
    readonly toolkits?: readonly string[];
    readonly use_cases?: readonly string[];
    readonly languages?: readonly string[];
    readonly filter_by_user_id?: boolean;
    readonly featured_only?: boolean;
    readonly starred_only?: boolean;
    readonly bookmark?: boolean;
    readonly page?: number;
    readonly per_page?: number;
    readonly trained_only?: boolean;
    readonly model_version_ids?: readonly string[];
    readonly sort_ascending?: boolean;
    readonly sort_by_modified_at?: boolean;
    readonly sort_by_created_at?: boolean;
    readonly sort_by_name?: boolean;
    readonly sort_by_num_inputs?: boolean;
    readonly sort_by_star_count?: boolean;
    readonly sort_by_relevance?: boolean;
  };
  readonly ListNotificationDeliveries: {
    readonly page?: number;
    readonly per_page?: number;
  };
  readonly ListPromotions: {
    readonly page?: number;
    readonly per_page?: number;
  };
  readonly ListQuotes: {
    readonly page?: number;
    readonly per_page?: number;
  };
  readonly ListScheduleRuns: {
    readonly expression?: string;
    readonly timezone?: string;
  };
  readonly ListUsageRecords: {
    readonly page?: number;
    readonly per_page?: number;
    readonly period?: string;
    readonly app_id?: string;
  };
  readonly PostModelOutputs: {
    readonly version_id?: string;
  };
  readonly StreamInputs: {
    readonly order_by_id?: boolean;
    readonly descending?: boolean;
    readonly last_id?: string;
    readonly per_page?: number;
  };
}
