package io.graft.console;

import io.graft.catalog.Catalog;
import io.graft.models.ModelStore;
import io.graft.pipeline.live.Pipelines;
import io.graft.plugins.Plugins;
import io.graft.training.Runs;

/** What the calls are made of. */
record Services(Pipelines pipelines, Plugins plugins, Runs runs, ModelStore models, Catalog catalog) {}
